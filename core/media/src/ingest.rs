//! Everything the studio keeps about a picture, from one pass over its bytes.

use sha2::{Digest, Sha256};

use crate::{
    Error, Format, Limits, Thumbnail, color,
    decode::decode,
    inspect::{Opened, Probe, open},
    placeholder::placeholder,
    thumbnails,
};

/// A picture that was decoded, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ingested {
    /// The format, by content.
    pub format: Format,
    /// Width in pixels as displayed: after the turn its EXIF data asks for.
    pub width: u32,
    /// Height in pixels as displayed.
    pub height: u32,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Whether any pixel can be seen through; of an animation, any of its first frame.
    pub has_alpha: bool,
    /// Whether it has more than one frame. Thumbnails show the first.
    pub animated: bool,
    /// The average colour, `#rrggbb`.
    pub average_color: String,
    /// A ThumbHash in base64.
    pub placeholder: String,
    /// Thumbnails, smallest first, of the sizes that [`crate::thumbnail_sizes`] names.
    pub thumbnails: Vec<Thumbnail>,
}

/// Checks, decodes and shrinks a picture. The same bytes always give the same result.
///
/// Takes memory for the decoded picture (3 or 4 bytes a pixel, 8 while reading 16-bit files) and one core; the
/// example `ingest_time` prints how long.
///
/// # Errors
/// Any [`Error`].
pub fn ingest(bytes: &[u8], limits: &Limits) -> Result<Ingested, Error> {
    let Opened {
        probe,
        orientation,
        decoder,
    } = open(bytes, limits)?;
    let decoded = decode(probe.format, decoder)?;
    let has_alpha = decoded.color().has_alpha();
    let shrunk = thumbnails::shrink_all(decoded, orientation, (probe.width, probe.height))?;
    let smallest = &shrunk[0].1;
    let (average_color, placeholder) = (color::average(smallest), placeholder(smallest)?);
    let thumbnails = shrunk.into_iter().map(thumbnails::write).collect::<Result<_, _>>()?;
    let Probe {
        format,
        width,
        height,
        animated,
        size_bytes,
    } = probe;
    Ok(Ingested {
        format,
        width,
        height,
        size_bytes,
        sha256: Sha256::digest(bytes).into(),
        has_alpha,
        animated,
        average_color,
        placeholder,
        thumbnails,
    })
}
