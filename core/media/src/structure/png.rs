//! PNG: chunks up to `IEND`. Source: W3C PNG specification, third edition, section 5, read 2026-11-23.

use super::{Reason, reader::Reader};

const SIGNATURE_BYTES: usize = 8;
const CRC_BYTES: usize = 4;

/// Whether it is animated: it has an `acTL` chunk that promises more than one frame.
pub(super) fn scan(bytes: &[u8]) -> Result<bool, Reason> {
    let mut reader = Reader::new(bytes);
    reader.take(SIGNATURE_BYTES)?;
    let mut animated = false;
    loop {
        let length = u32::from_be_bytes(reader.array()?);
        let name = reader.array::<4>()?;
        let data = reader.take(length as usize)?;
        reader.take(CRC_BYTES)?;
        match &name {
            b"acTL" => animated = frames(data)? > 1,
            b"IEND" => return Ok(animated),
            _ => {}
        }
    }
}

fn frames(control: &[u8]) -> Result<u32, Reason> {
    let count = control.first_chunk().ok_or("its animation control is too short")?;
    Ok(u32::from_be_bytes(*count))
}
