//! Shrinking.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, RgbImage, RgbaImage};

use crate::Error;

/// Size of a picture of `width` × `height` shrunk to fit a square of `side` pixels. Never larger, never 0.
pub(crate) fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    (scale(width, side, longest), scale(height, side, longest))
}

/// `length * side / longest`, rounded, at least 1.
fn scale(length: u32, side: u32, longest: u32) -> u32 {
    let scaled = (u64::from(length) * u64::from(side) * 2 + u64::from(longest)) / (u64::from(longest) * 2);
    u32::try_from(scaled).map_or(side, |scaled| scaled.clamp(1, side))
}

/// Shrinks a picture to this size; none when it has it already. Transparent pixels do not bleed into others.
///
/// The result has 8 bits a channel, RGB, with alpha if the picture has it, which is what [`crate::decode`] gives. Only these
/// two kinds of pixels are asked of the library: its function for pictures of any kind compiles thirteen.
pub(crate) fn shrink(image: &DynamicImage, size: (u32, u32)) -> Result<Option<DynamicImage>, Error> {
    if size == (image.width(), image.height()) {
        return Ok(None);
    }
    let (width, height) = size;
    let from = (image.width(), image.height());
    let small = match image {
        DynamicImage::ImageRgb8(rgb) => picture(RgbImage::from_raw(width, height, resample::<U8x3>(rgb, from, size)?)),
        DynamicImage::ImageRgba8(rgba) => {
            picture(RgbaImage::from_raw(width, height, resample::<U8x4>(rgba, from, size)?))
        }
        other if other.color().has_alpha() => return shrink(&other.to_rgba8().into(), size),
        other => return shrink(&other.to_rgb8().into(), size),
    };
    small.map(Some)
}

fn picture(pixels: Option<impl Into<DynamicImage>>) -> Result<DynamicImage, Error> {
    pixels.map(Into::into).ok_or_else(|| Error::Encode {
        reason: "a shrunk picture has another size than was asked for".to_owned(),
    })
}

/// The bytes of a picture of pixels `P`, `from` wide and high, at the size `to`.
fn resample<P: PixelTrait>(bytes: &[u8], from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::Encode {
        reason: error.to_string(),
    };
    let mut small = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, bytes).map_err(|error| failed(&error))?;
    let mut target = TypedImage::<P>::from_buffer(to.0, to.1, &mut small).map_err(|error| failed(&error))?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .map_err(|error| failed(&error))?;
    Ok(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_their_proportions() {
        for ((width, height), expected) in [
            ((1024, 1024), (512, 512)),
            ((1024, 768), (512, 384)),
            ((768, 1024), (384, 512)),
            ((1023, 767), (512, 384)),
            ((512, 512), (512, 512)),
            ((511, 3), (511, 3)),
            ((1, 1), (1, 1)),
            ((16_384, 1), (512, 1)),
            ((u32::MAX, u32::MAX), (512, 512)),
        ] {
            assert_eq!(fit(width, height, 512), expected, "{width} × {height}");
        }
    }
}
