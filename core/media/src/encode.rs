//! Writing thumbnails.

use image::DynamicImage;
use ravif::{BitDepth, Img};

use crate::Error;

const WEBP_QUALITY: f32 = 80.0;
const AVIF_QUALITY: f32 = 65.0;
const AVIF_SPEED: u8 = 10;

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
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(BitDepth::Eight)
        .with_num_threads(Some(1));
    let (width, height) = (image.width() as usize, image.height() as usize);
    let written = match image {
        DynamicImage::ImageRgb8(rgb) => {
            let pixels: Vec<ravif::RGB8> = rgb.pixels().map(|pixel| pixel.0.into()).collect();
            encoder.encode_rgb(Img::new(&pixels, width, height))
        }
        other => {
            let rgba = other.to_rgba8();
            let pixels: Vec<ravif::RGBA8> = rgba.pixels().map(|pixel| pixel.0.into()).collect();
            encoder.encode_rgba(Img::new(&pixels, width, height))
        }
    };
    written.map(|file| file.avif_file).map_err(|error| Error::Encode {
        reason: format!("AVIF: {error}"),
    })
}
