//! JPEG: markers up to "end of image". Source: ITU-T T.81, annex B, read 2026-11-23.

use super::{Reason, reader::Reader};

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
/// Markers without a length of their own: in coded data, stuffing (0x00), a temporary mark and restarts.
const BARE: [std::ops::RangeInclusive<u8>; 2] = [0x00..=0x01, 0xd0..=START_OF_IMAGE];

/// Goes from marker to marker; coded data lies between them and holds no marker but bare ones.
pub(super) fn scan(bytes: &[u8]) -> Result<(), Reason> {
    let mut reader = Reader::new(bytes);
    loop {
        match next_marker(&mut reader)? {
            END_OF_IMAGE => return Ok(()),
            marker if BARE.iter().any(|bare| bare.contains(&marker)) => {}
            _ => skip_segment(&mut reader)?,
        }
    }
}

/// A marker is 0xff, any number of further 0xff, and its name.
fn next_marker(reader: &mut Reader<'_>) -> Result<u8, Reason> {
    reader.skip_past(0xff)?;
    loop {
        match reader.byte()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

fn skip_segment(reader: &mut Reader<'_>) -> Result<(), Reason> {
    let length = usize::from(u16::from_be_bytes(reader.array()?));
    let rest = length.checked_sub(2).ok_or("a segment is shorter than its head")?;
    reader.take(rest).map(drop)
}
