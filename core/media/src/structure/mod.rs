//! Walks a file from block to block, without decoding: is it whole, does it move?
//!
//! Decoders are lenient: a JPEG cut in half becomes a picture that is grey below. A result that broke off in
//! transfer must be fetched again instead, so each format's end is looked for here.

mod gif;
mod jpeg;
mod png;
mod reader;
mod webp;

pub(crate) use reader::Reader;

use crate::Format;

/// What the blocks of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Structure {
    /// More than one frame.
    pub(crate) animated: bool,
}

/// Why a file is not whole.
pub(crate) type Reason = &'static str;

/// Said of every file that stops before its end.
pub(crate) const ENDS_EARLY: Reason = "it ends early";

/// Walks through all blocks up to the end mark. What follows it is not looked at.
pub(crate) fn scan(format: Format, bytes: &[u8]) -> Result<Structure, Reason> {
    let animated = match format {
        Format::Jpeg => jpeg::scan(bytes).map(|()| false),
        Format::Png => png::scan(bytes),
        Format::Webp => webp::scan(bytes),
        Format::Gif => gif::scan(bytes),
    }?;
    Ok(Structure { animated })
}
