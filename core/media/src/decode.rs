//! Decoding to 8 bits a channel, RGB, with alpha only where something is transparent.

use image::{DynamicImage, ImageDecoder};

use crate::{Error, Format};

/// Decodes the picture; the first frame of an animation. It is not turned yet.
pub(crate) fn decode(format: Format, decoder: Box<dyn ImageDecoder + '_>) -> Result<DynamicImage, Error> {
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| Error::corrupt(format, error.to_string()))?;
    Ok(normalise(decoded))
}

/// Grey, palette, CMYK and 16-bit pictures become RGB of 8 bits: all that thumbnails can hold.
fn normalise(decoded: DynamicImage) -> DynamicImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8().into();
    }
    let rgba = decoded.into_rgba8();
    if rgba.pixels().any(|pixel| pixel.0[3] != u8::MAX) {
        rgba.into()
    } else {
        DynamicImage::from(rgba).into_rgb8().into()
    }
}
