use studio_batch::{CsvError, decode};

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn what_spreadsheets_write_is_read() {
    let check = |bytes: &[u8], encoding: &'static str| {
        assert_eq!(decode(bytes), Ok(("prompt\nÄpfel – 5 €".to_owned(), encoding)));
    };
    let text = "prompt\nÄpfel – 5 €";
    check(text.as_bytes(), "UTF-8");
    check(format!("\u{feff}{text}").as_bytes(), "UTF-8");
    check(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE");
    check(&utf16(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE");
    check(b"prompt\n\xc4pfel \x96 5 \x80", "windows-1252");
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(decode(b""), Err(CsvError::Empty));
    assert_eq!(decode(b" \r\n\n"), Err(CsvError::Empty));
    assert_eq!(decode(b"\xef\xbb\xbf"), Err(CsvError::Empty));
    assert_eq!(decode(b"PK\x03\x04\x14\x00\x06"), Err(CsvError::Archive));
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Err(CsvError::Binary));
    assert_eq!(decode(b"prompt\na\0b"), Err(CsvError::Binary));
    assert_eq!(decode(&[0x01, 0x02, 0x90, 0x9d, 0x41, 0x42]), Err(CsvError::Binary));
    assert_eq!(decode(b"\xef\xbb\xbfprompt\n\xc4pfel"), Err(CsvError::Binary));
}

#[test]
fn utf_16_without_its_mark_is_no_text() {
    assert_eq!(decode(&utf16("prompt\na", u16::to_le_bytes)), Err(CsvError::Binary));
}

#[test]
fn broken_utf_16_is_refused() {
    assert_eq!(decode(b"\xff\xfep\0r\0o"), Err(CsvError::MalformedUtf16));
    assert_eq!(decode(b"\xff\xfe\x00\xd8p\0"), Err(CsvError::MalformedUtf16));
}

#[test]
fn a_stray_control_character_is_forgiven() {
    let (text, _) = decode(b"prompt\na\x0bb\x0bc").unwrap();
    assert_eq!(text, "prompt\na\x0bb\x0bc");
}

#[test]
fn any_bytes_end_in_text_or_an_error() {
    let mut state = 1_u32;
    for len in 0..2000 {
        let bytes: Vec<u8> = (0..len % 64)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        if let Ok((text, encoding)) = decode(&bytes) {
            assert!(!text.contains('\0') && !encoding.is_empty());
        }
    }
}
