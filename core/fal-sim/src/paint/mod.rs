//! Pictures from nothing but (model, prompt, seed, size): the same four always give the same bytes.

mod encode;

use image::RgbImage;

pub(crate) use encode::{Format, encode};

/// What a picture is made from.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) model: String,
    pub(crate) prompt: String,
    /// The seed as JSON text, so that any whole number will do.
    pub(crate) seed: String,
    /// Number of the picture within its request, from 0.
    pub(crate) index: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

pub(crate) fn draw(subject: &Subject) -> RgbImage {
    let digest = crate::ids::digest(&[
        &subject.model,
        &subject.prompt,
        &subject.seed,
        &subject.index.to_string(),
    ]);
    RgbImage::from_fn(subject.width, subject.height, |x, y| {
        image::Rgb([digest[0] ^ (x & 255) as u8, digest[1] ^ (y & 255) as u8, digest[2]])
    })
}

pub(crate) fn transform(source: &RgbImage, subject: &Subject, strength: f32) -> RgbImage {
    let drawn = draw(subject);
    RgbImage::from_fn(subject.width, subject.height, |x, y| {
        let a = source
            .get_pixel(x.min(source.width() - 1), y.min(source.height() - 1))
            .0;
        let b = drawn.get_pixel(x, y).0;
        image::Rgb(std::array::from_fn(|i| {
            (f32::from(a[i]) * (1.0 - strength) + f32::from(b[i]) * strength) as u8
        }))
    })
}
