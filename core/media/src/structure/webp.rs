//! WebP: a RIFF container that says how long it is. Source: RFC 9649 section 2, read 2026-11-23.

use super::{Reason, reader::Reader};

/// Flag of the extended header: the file holds an animation.
const ANIMATION: u8 = 0b0000_0010;

/// Whether it is animated, once all bytes it promises are there.
pub(super) fn scan(bytes: &[u8]) -> Result<bool, Reason> {
    let mut reader = Reader::new(bytes);
    reader.take(4)?;
    let length = u32::from_le_bytes(reader.array()?);
    let mut body = Reader::new(reader.take(length as usize)?);
    body.take(4)?;
    let first = body.array::<4>()?;
    body.take(4)?;
    Ok(&first == b"VP8X" && body.byte()? & ANIMATION != 0)
}
