//! The average colour: what stands in a picture's place before anything of it is loaded.

use image::DynamicImage;

/// Stands for a picture of which nothing can be seen.
const NEUTRAL: [u64; 3] = [128; 3];

/// The mean colour as `#rrggbb`, each pixel counted as much as it is opaque.
pub(crate) fn average(image: &DynamicImage) -> String {
    let (mut sum, mut weight) = ([0_u64; 3], 0_u64);
    for pixel in image.to_rgba8().pixels() {
        let [red, green, blue, alpha] = pixel.0.map(u64::from);
        for (sum, channel) in sum.iter_mut().zip([red, green, blue]) {
            *sum += channel * alpha;
        }
        weight += alpha;
    }
    let mean = if weight == 0 {
        NEUTRAL
    } else {
        sum.map(|sum| (sum + weight / 2) / weight)
    };
    let [red, green, blue] = mean;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn check(pixels: &[[u8; 4]], expected: &str) {
        let row = RgbaImage::from_fn(pixels.len() as u32, 1, |x, _| Rgba(pixels[x as usize]));
        assert_eq!(average(&row.into()), expected);
    }

    #[test]
    fn opaque_pixels_count_alike() {
        check(&[[255, 0, 10, 255]], "#ff000a");
        check(&[[255, 255, 255, 255], [0, 0, 0, 255]], "#808080");
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        check(&[[0, 0, 255, 255], [255, 0, 0, 0]], "#0000ff");
        check(&[[0, 0, 255, 0]], "#808080");
    }
}
