//! Videos: a slow move of the camera over what is drawn, or over the submitted picture.

use image::RgbImage;

use super::{Kind, Made, Picture, Work, blocking};
use crate::{
    errors::Failure,
    paint::{self, Film, Subject},
    state::Sim,
};

/// Size of a video made from words alone. Source: the model's default of 768 × 512, its model card, read November 2026.
const SIZE: (u32, u32) = (768, 512);

/// Sides are multiples of this. Source: as [`SIZE`].
const GRID: f64 = 32.0;

/// The size of a video: that of the model, in the shape of the picture it starts from.
pub(super) fn size(of_source: Option<(u32, u32)>) -> (u32, u32) {
    let Some((width, height)) = of_source else { return SIZE };
    let ratio = (f64::from(width) / f64::from(height)).clamp(0.25, 4.0);
    let pixels = f64::from(SIZE.0 * SIZE.1);
    let side = |length: f64| ((length / GRID).round().max(1.0) * GRID) as u32;
    (side((pixels * ratio).sqrt()), side((pixels / ratio).sqrt()))
}

/// Films what `work` is about.
pub(super) async fn produce(sim: &Sim, work: &Work<'_>, source: Option<RgbImage>) -> Result<Made, Failure> {
    let flagged = work.flagged();
    let (width, height) = size(source.as_ref().map(RgbImage::dimensions));
    let subject = work.subject(0, width, height);
    let film = move || {
        let still = still(source, &subject, flagged);
        paint::encode_video(&Film::new(still, &subject))
    };
    Ok(Made {
        pictures: vec![Picture {
            width,
            height,
            kind: Kind::Video,
            bytes: blocking(sim, film).await?.into(),
        }],
        flagged,
    })
}

/// What the camera moves over, somewhat larger than the video.
fn still(source: Option<RgbImage>, subject: &Subject, flagged: bool) -> RgbImage {
    let (width, height) = Film::still_size(subject.width, subject.height);
    match source {
        _ if flagged => RgbImage::new(width, height),
        Some(source) => paint::fitted(&source, width, height),
        None => paint::draw(&Subject {
            width,
            height,
            ..subject.clone()
        }),
    }
}
