//! Looking at a file without decoding it.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader, metadata::Orientation};

use crate::{Error, Format, Limits, structure};

/// What the headers say. The pixels were not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The format, by content.
    pub format: Format,
    /// Width in pixels as displayed: after the turn its EXIF data asks for.
    pub width: u32,
    /// Height in pixels as displayed.
    pub height: u32,
    /// Whether it has more than one frame.
    pub animated: bool,
    /// Size of the file in bytes.
    pub size_bytes: u64,
}

/// Tells what a file is, in time that hardly grows with its pixels.
///
/// # Errors
/// All of [`Error`] but `Encode`; `Corrupt` for a file that ends early, not for pixels that cannot be decoded.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Probe, Error> {
    open(bytes, limits).map(|opened| opened.probe)
}

/// A file that passed all checks, ready to decode.
pub(crate) struct Opened<'a> {
    pub(crate) probe: Probe,
    pub(crate) orientation: Orientation,
    pub(crate) decoder: Box<dyn ImageDecoder + 'a>,
}

/// Checks in the order of their cost: bytes, type, completeness, size of the picture.
pub(crate) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Opened<'a>, Error> {
    let size_bytes = check_file_size(bytes, limits)?;
    let format = Format::sniff(bytes)?;
    let structure = structure::scan(format, bytes).map_err(|reason| Error::corrupt(format, reason))?;
    let mut decoder = decoder(bytes, format, limits)?;
    let (width, height) = decoder.dimensions();
    // Damaged EXIF data is no reason to refuse a picture: it is shown as stored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = if turns(orientation) {
        (height, width)
    } else {
        (width, height)
    };
    let probe = Probe {
        format,
        width,
        height,
        animated: structure.animated,
        size_bytes,
    };
    Ok(Opened {
        probe,
        orientation,
        decoder,
    })
}

fn check_file_size(bytes: &[u8], limits: &Limits) -> Result<u64, Error> {
    let actual_bytes = bytes.len() as u64;
    let limit_bytes = limits.max_file_bytes;
    if actual_bytes > limit_bytes {
        return Err(Error::TooLarge {
            limit_bytes,
            actual_bytes,
        });
    }
    Ok(actual_bytes)
}

fn check_dimensions(format: Format, width: u32, height: u32, limits: &Limits) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::corrupt(format, "it has no pixels"));
    }
    if limits.allow(width, height) {
        return Ok(());
    }
    Err(Error::TooManyPixels {
        width,
        height,
        limit_pixels: limits.max_pixels,
        limit_side_px: limits.max_side_px,
    })
}

fn decoder<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Box<dyn ImageDecoder + 'a>, Error> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.for_decoder());
    // The size is ours to check: the decoder's refusal would not say how large the picture is.
    reader.limits(image::Limits::no_limits());
    let mut decoder = reader
        .into_decoder()
        .map_err(|error| Error::corrupt(format, error.to_string()))?;
    let (width, height) = decoder.dimensions();
    check_dimensions(format, width, height, limits)?;
    decoder
        .set_limits(limits.for_decoder())
        .map_err(|error| Error::corrupt(format, error.to_string()))?;
    Ok(Box::new(decoder))
}

const fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
