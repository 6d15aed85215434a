//! JPEG for print: four inks. The encoder at hand writes no such files, so this one is built by hand.

use studio_media::{Error, Format};

use crate::fixtures::{assert_close, ingested, refused};

/// A JPEG of one 8 × 8 block and four components, each with one value. As Adobe's programs write it: inverted,
/// 255 meaning no ink, with their marker.
fn cmyk(inks: [u8; 4]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    file.extend(segment(0xee, b"Adobe\0\x64\0\0\0\0\0"));
    file.extend(segment(0xdb, &[[0].as_slice(), &[1; 64]].concat()));
    let components: Vec<u8> = (1..=4).flat_map(|id| [id, 0x11, 0]).collect();
    file.extend(segment(0xc0, &[[8, 0, 8, 0, 8, 4].as_slice(), &components].concat()));
    file.extend(segment(0xc4, &huffman_table(0x00, &(0..=11).collect::<Vec<_>>())));
    file.extend(segment(0xc4, &huffman_table(0x10, &[0])));
    let scanned: Vec<u8> = (1..=4).flat_map(|id| [id, 0]).collect();
    file.extend(segment(0xda, &[[4].as_slice(), &scanned, &[0, 63, 0]].concat()));
    file.extend(coded(inks));
    file.extend([0xff, 0xd9]);
    file
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    [[0xff, marker].as_slice(), &length, data].concat()
}

/// A table that gives each symbol a code of 4 bits, in order.
fn huffman_table(class: u8, symbols: &[u8]) -> Vec<u8> {
    let mut counts = [0; 16];
    counts[3] = symbols.len() as u8;
    [[class].as_slice(), &counts, symbols].concat()
}

/// Per component: category of the mean, the mean, end of block. The mean of a block weighs eight times.
fn coded(inks: [u8; 4]) -> Vec<u8> {
    let mut bits = String::new();
    for ink in inks {
        let mean = (i32::from(ink) - 128) * 8;
        let category = 32 - mean.unsigned_abs().leading_zeros();
        bits += &format!("{category:04b}");
        let value = if mean < 0 { mean + (1 << category) - 1 } else { mean };
        if category > 0 {
            bits += &format!("{value:0width$b}", width = category as usize);
        }
        bits += "0000";
    }
    let padded = bits.len().next_multiple_of(8);
    let bits = format!("{bits:1<padded$}");
    let bytes = bits
        .as_bytes()
        .chunks(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap());
    bytes
        .flat_map(|byte| if byte == 0xff { vec![0xff, 0] } else { vec![byte] })
        .collect()
}

#[test]
fn inks_become_light() {
    for (inks, expected, name) in [
        ([255, 255, 255, 255], [255, 255, 255], "no ink"),
        ([255, 255, 255, 0], [0, 0, 0], "black ink"),
        ([0, 255, 255, 255], [0, 255, 255], "cyan"),
        ([255, 0, 255, 255], [255, 0, 255], "magenta"),
        ([255, 255, 0, 255], [255, 255, 0], "yellow"),
    ] {
        let made = ingested(&cmyk(inks));
        assert_eq!((made.format, made.width, made.height), (Format::Jpeg, 8, 8));
        let color = u32::from_str_radix(&made.average_color[1..], 16).unwrap().to_be_bytes();
        assert_close([color[1], color[2], color[3]], expected, name);
    }
}

#[test]
fn a_cut_one_is_damaged() {
    let file = cmyk([10, 200, 30, 255]);
    let error = refused(&file[..file.len() - 3]);
    assert!(
        matches!(
            error,
            Error::Corrupt {
                format: Format::Jpeg,
                ..
            }
        ),
        "{error:?}"
    );
}
