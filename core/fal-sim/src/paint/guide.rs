//! What other pictures do to a drawn one: a mask limits it, a control picture lends its edges, a style picture its colours.

use image::{GrayImage, Rgb, RgbImage, imageops, imageops::FilterType};

/// `painted` where the mask is white, `source` where it is black, and a mix in between. All have the same size.
pub(crate) fn through_mask(source: &RgbImage, painted: &RgbImage, mask: &RgbImage) -> RgbImage {
    RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let cover = u32::from(luma(mask.get_pixel(x, y)));
        let (old, new) = (source.get_pixel(x, y).0, painted.get_pixel(x, y).0);
        Rgb(std::array::from_fn(|channel| {
            let (old, new) = (u32::from(old[channel]), u32::from(new[channel]));
            ((old * (255 - cover) + new * cover + 127) / 255) as u8
        }))
    })
}

/// Darkens `drawn` along the edges of `control`: weight 0 changes nothing, 1 draws full lines.
pub(crate) fn with_edges(drawn: &RgbImage, control: &RgbImage, weight: f32) -> RgbImage {
    let (width, height) = drawn.dimensions();
    let fitted = imageops::resize(control, width, height, FilterType::Triangle);
    let grey = GrayImage::from_fn(width, height, |x, y| image::Luma([luma(fitted.get_pixel(x, y))]));
    let at = |x: i64, y: i64| {
        let clamp = |value: i64, end: u32| value.clamp(0, i64::from(end) - 1) as u32;
        f32::from(grey.get_pixel(clamp(x, width), clamp(y, height)).0[0])
    };
    RgbImage::from_fn(width, height, |x, y| {
        let (column, row) = (i64::from(x), i64::from(y));
        let across = at(column + 1, row) - at(column - 1, row);
        let down = at(column, row + 1) - at(column, row - 1);
        let edge = (across.hypot(down) / 96.0).min(1.0);
        let keep = 1.0 - (edge * weight).clamp(0.0, 1.0) * 0.92;
        Rgb(drawn.get_pixel(x, y).0.map(|level| (f32::from(level) * keep) as u8))
    })
}

/// Moves the mean colour of `drawn` towards that of `style`: weight 0 changes nothing, 1 takes it over.
pub(crate) fn with_colours(drawn: &RgbImage, style: &RgbImage, weight: f32) -> RgbImage {
    let (from, to) = (mean(drawn), mean(style));
    let shift: [f32; 3] = std::array::from_fn(|channel| (to[channel] - from[channel]) * weight.clamp(0.0, 1.0));
    RgbImage::from_fn(drawn.width(), drawn.height(), |x, y| {
        let level = drawn.get_pixel(x, y).0;
        Rgb(std::array::from_fn(|channel| {
            (f32::from(level[channel]) + shift[channel]).clamp(0.0, 255.0) as u8
        }))
    })
}

fn mean(picture: &RgbImage) -> [f32; 3] {
    let mut sums = [0u64; 3];
    for pixel in picture.pixels() {
        for (sum, level) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(level);
        }
    }
    let pixels = (u64::from(picture.width()) * u64::from(picture.height())).max(1);
    sums.map(|sum| (sum as f64 / pixels as f64) as f32)
}

/// Brightness by the weights of ITU-R BT.601, in thousandths.
fn luma(pixel: &Rgb<u8>) -> u8 {
    let [red, green, blue] = pixel.0.map(u32::from);
    ((red * 299 + green * 587 + blue * 114 + 500) / 1000) as u8
}
