//! A picture made of a number, for filling a studio with something to look at.

use image::{ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::Error;

/// JPEG's quality, 1 to 100.
const QUALITY: u8 = 85;

/// Draws soft discs on a gradient and encodes them as JPEG. The same arguments always give the same bytes.
///
/// **Range**: sides of 1 to 4,096 pixels; larger ones are drawn as 4,096.
///
/// # Errors
/// [`Error::Encode`] when it cannot be written.
pub fn sample(seed: u64, width: u32, height: u32) -> Result<Vec<u8>, Error> {
    let (width, height) = (width.clamp(1, 4096), height.clamp(1, 4096));
    let mut numbers = ChaCha8Rng::seed_from_u64(seed);
    let (top, bottom) = (color(&mut numbers), color(&mut numbers));
    let discs: Vec<Disc> = (0..5).map(|_| disc(&mut numbers)).collect();
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
        let mut color = mix(top, bottom, y);
        for disc in &discs {
            let (dx, dy) = (x - disc.x, y - disc.y);
            let inside = 1.0 - (dx * dx + dy * dy).sqrt() / disc.radius;
            color = mix(color, disc.color, (inside * 4.0).clamp(0.0, 0.85));
        }
        image::Rgb(color.map(|channel| channel as u8))
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .write_image(&picture, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| Error::Encode {
            reason: format!("JPEG: {error}"),
        })?;
    Ok(bytes)
}

/// Places and sizes are parts of the picture's sides.
struct Disc {
    x: f32,
    y: f32,
    radius: f32,
    color: [f32; 3],
}

fn mix(from: [f32; 3], to: [f32; 3], part: f32) -> [f32; 3] {
    std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * part)
}

fn color(numbers: &mut ChaCha8Rng) -> [f32; 3] {
    std::array::from_fn(|_| numbers.random_range(0.0..255.0))
}

fn disc(numbers: &mut ChaCha8Rng) -> Disc {
    Disc {
        x: numbers.random(),
        y: numbers.random(),
        radius: numbers.random_range(0.08..0.43),
        color: color(numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, ingest};

    #[test]
    fn the_same_number_draws_the_same_picture() {
        let picture = sample(7, 64, 48).unwrap();
        assert!(picture == sample(7, 64, 48).unwrap() && picture != sample(8, 64, 48).unwrap());
        let read = ingest(&picture, &Limits::default()).unwrap();
        assert_eq!((read.width, read.height), (64, 48));
    }
}
