//! GIF: blocks up to the trailer. Source: W3C, "Graphics Interchange Format, version 89a", read 2026-11-23.

use super::{Reason, reader::Reader};

const HEADER_BYTES: usize = 6;
const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2c;
const TRAILER: u8 = 0x3b;

/// Whether it has more than one frame.
pub(super) fn scan(bytes: &[u8]) -> Result<bool, Reason> {
    let mut reader = Reader::new(bytes);
    reader.take(HEADER_BYTES)?;
    let [_, _, _, _, packed, _, _] = reader.array()?;
    reader.take(color_table_bytes(packed))?;
    let mut frames = 0_u32;
    loop {
        match reader.byte()? {
            EXTENSION => skip_extension(&mut reader)?,
            FRAME => {
                skip_frame(&mut reader)?;
                frames = frames.saturating_add(1);
            }
            TRAILER => return Ok(frames > 1),
            _ => return Err("it holds an unknown block"),
        }
    }
}

fn skip_extension(reader: &mut Reader<'_>) -> Result<(), Reason> {
    reader.byte()?;
    skip_sub_blocks(reader)
}

fn skip_frame(reader: &mut Reader<'_>) -> Result<(), Reason> {
    let [_, _, _, _, _, _, _, _, packed] = reader.array()?;
    reader.take(color_table_bytes(packed))?;
    let _code_size = reader.byte()?;
    skip_sub_blocks(reader)
}

/// Pieces of up to 255 bytes, each behind its length; an empty one ends them.
fn skip_sub_blocks(reader: &mut Reader<'_>) -> Result<(), Reason> {
    loop {
        match reader.byte()? {
            0 => return Ok(()),
            length => reader.take(usize::from(length)).map(drop)?,
        }
    }
}

/// Size of the colour table that a packed field announces: 3 bytes for each of 2 to 256 colours.
const fn color_table_bytes(packed: u8) -> usize {
    if packed & 0b1000_0000 == 0 {
        0
    } else {
        3 << ((packed & 0b111) + 1)
    }
}
