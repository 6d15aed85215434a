//! From the bytes of a file to text, by what spreadsheets write: UTF-8, UTF-16 and, on older systems, Windows-1252.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::CsvError;

/// Control characters that a text file may hold by accident.
const STRAY_CONTROLS: usize = 3;
/// Of more control characters than that, at most one in so many characters.
const CHARS_PER_CONTROL: usize = 20;

/// The text of a CSV file and the name of the encoding it was read in: `UTF-8`, `UTF-16LE`, `UTF-16BE` or
/// `windows-1252`. A byte order mark decides and is left out of the text; without one the file is UTF-8 where it can be
/// and Windows-1252 otherwise. The size is for the caller to bound; the text has at most three times the bytes.
///
/// # Errors
/// [`CsvError::Empty`], [`CsvError::Archive`] for a spreadsheet, [`CsvError::Binary`] for a file with NUL characters or
/// many control characters (UTF-16 without a byte order mark too), [`CsvError::MalformedUtf16`].
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), CsvError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(CsvError::Archive);
    }
    let (encoding, content) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (WINDOWS_1252, bytes),
    };
    let text = match encoding.decode_without_bom_handling_and_without_replacement(content) {
        Some(text) => text.into_owned(),
        None if encoding == UTF_16LE || encoding == UTF_16BE => return Err(CsvError::MalformedUtf16),
        // A mark of UTF-8 before something else.
        None => return Err(CsvError::Binary),
    };
    if text.trim().is_empty() {
        return Err(CsvError::Empty);
    }
    if is_binary(&text) {
        return Err(CsvError::Binary);
    }
    Ok((text, encoding.name()))
}

fn is_binary(text: &str) -> bool {
    let mut chars = 0;
    let mut controls = 0;
    for char in text.chars() {
        chars += 1;
        match char {
            '\0' => return true,
            '\t' | '\n' | '\r' => {}
            control if control.is_control() => controls += 1,
            _ => {}
        }
    }
    controls > STRAY_CONTROLS && controls * CHARS_PER_CONTROL > chars
}
