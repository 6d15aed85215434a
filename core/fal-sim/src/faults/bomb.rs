//! A decompression bomb: a valid one-bit PNG of a few hundred kilobytes that unpacks to hundreds of megapixels.
//!
//! The pixel data is all zero, so its deflate stream is one fixed-Huffman block of a literal zero and the longest
//! match over and over: 13 bits for 258 bytes (RFC 1951, section 3.2.6). Written by hand because an encoder would first
//! need the picture in memory.

/// A black one-bit PNG of `side` × `side` pixels.
pub(super) fn png(side: u32) -> Vec<u8> {
    let row_bytes = 1 + u64::from(side).div_ceil(8);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([1, 0, 0, 0, 0]); // one bit, greyscale, deflate, no filter, no interlace
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &zlib_zeros(row_bytes * u64::from(side)));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a bomb is far below 4 GiB");
    png.extend(length.to_be_bytes());
    let checked_from = png.len();
    png.extend(kind);
    png.extend(data);
    let crc = crc32(&png[checked_from..]);
    png.extend(crc.to_be_bytes());
}

/// `count` zero bytes as a zlib stream.
fn zlib_zeros(count: u64) -> Vec<u8> {
    let mut bits = Bits {
        bytes: vec![0x78, 0x9c],
        used: 0,
    };
    bits.push(0b1, 1); // last block
    bits.push(0b01, 2); // fixed Huffman codes
    let matches = (count - 1) / 258;
    for _ in 0..count - matches * 258 {
        bits.push_code(0b0011_0000, 8); // literal 0
    }
    for _ in 0..matches {
        bits.push_code(0b1100_0101, 8); // length 258
        bits.push_code(0b00000, 5); // distance 1
    }
    bits.push_code(0, 7); // end of block
    let mut bytes = bits.bytes;
    // Adler-32 of zeros: the first sum stays 1, the second counts the bytes.
    let adler = (u32::try_from(count % 65_521).expect("a remainder below 65521") << 16) | 1;
    bytes.extend(adler.to_be_bytes());
    bytes
}

/// Packs bits from the low end of each byte.
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.used == 0 {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= u8::from(value >> bit & 1 == 1) << self.used;
            self.used = (self.used + 1) % 8;
        }
    }

    /// Huffman codes go in from their high end.
    fn push_code(&mut self, code: u32, count: u32) {
        for bit in (0..count).rev() {
            self.push(code >> bit & 1, 1);
        }
    }
}

/// CRC-32 as PNG uses it.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_bomb_decodes_to_what_it_promises() {
        let decoded = image::load_from_memory(&png(1000)).unwrap().to_luma8();
        assert_eq!(decoded.dimensions(), (1000, 1000));
        assert!(decoded.pixels().all(|pixel| pixel.0 == [0]));
    }

    #[test]
    fn a_big_bomb_is_small_on_the_wire() {
        assert!(png(30_000).len() < 1_000_000);
    }
}
