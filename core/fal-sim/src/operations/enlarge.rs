//! Enlarging: the submitted picture itself, resampled to exactly the asked factor. Transparency stays.

use image::{DynamicImage, imageops::FilterType};

use super::{Kind, Made, Picture, Work, blocking};
use crate::{
    errors::Failure,
    paint::{self, Format},
    state::Sim,
};

/// Enlarges `source` as the model's factor says.
pub(super) async fn produce(sim: &Sim, work: &Work<'_>, source: DynamicImage) -> Result<Made, Failure> {
    let (width, height) = work.size(Some((source.width(), source.height())));
    let format = match work.format_name() {
        "" => Format::Png,
        name => Format::from_name(name),
    };
    let draw = move || {
        let has_alpha = source.color().has_alpha();
        let enlarged = source.resize_exact(width, height, FilterType::CatmullRom);
        let bytes = if has_alpha {
            paint::encode_with_alpha(&enlarged.to_rgba8(), format)
        } else {
            paint::encode(&enlarged.to_rgb8(), format)
        };
        Picture {
            width,
            height,
            kind: Kind::Picture(format),
            bytes: bytes.into(),
        }
    };
    Ok(Made {
        pictures: vec![blocking(sim, draw).await?],
        flagged: false,
    })
}
