//! Shrinking.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

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
pub(crate) fn shrink(image: &DynamicImage, (width, height): (u32, u32)) -> Result<Option<DynamicImage>, Error> {
    if (width, height) == (image.width(), image.height()) {
        return Ok(None);
    }
    let mut small = DynamicImage::new(width, height, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(image, &mut small, &options)
        .map_err(|error| Error::Encode {
            reason: error.to_string(),
        })?;
    Ok(Some(small))
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
