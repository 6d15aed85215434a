//! Writing thumbnails. Pictures are RGB or RGBA of 8 bits: [`crate::decode`] makes nothing else.

use image::DynamicImage;
use studio_avif::Pixels;

use crate::Error;

/// libwebp's quality, 0 to 100; its own default is 75.
const WEBP_QUALITY: f32 = 80.0;

/// AV1's quantizer, 0 to 255. Files take about three quarters of the WebP's bytes.
const AVIF_QUANTIZER: u8 = 120;

/// Encodes as lossy WebP.
pub(crate) fn webp(image: &DynamicImage) -> Result<Vec<u8>, Error> {
    let (width, height, bytes) = (image.width(), image.height(), image.as_bytes());
    let encoder = match image {
        DynamicImage::ImageRgb8(_) => webp::Encoder::from_rgb(bytes, width, height),
        _ => webp::Encoder::from_rgba(bytes, width, height),
    };
    let written = encoder.encode_simple(false, WEBP_QUALITY);
    written.map(|file| file.to_vec()).map_err(|error| Error::Encode {
        reason: format!("WebP: {error:?}"),
    })
}

/// Encodes as AVIF.
pub(crate) fn avif(image: &DynamicImage) -> Result<Vec<u8>, Error> {
    let bytes = image.as_bytes();
    let pixels = match image {
        DynamicImage::ImageRgb8(_) => Pixels::Rgb(bytes),
        _ => Pixels::Rgba(bytes),
    };
    let written = studio_avif::encode(pixels, image.width() as usize, image.height() as usize, AVIF_QUANTIZER);
    written.map_err(|error| Error::Encode {
        reason: format!("AVIF: {error}"),
    })
}
