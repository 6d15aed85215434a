//! The pictures that a run starts from, fetched and decoded.

use image::{DynamicImage, RgbImage, imageops, imageops::FilterType};
use serde_json::json;

use super::{Work, blocking, fetch};
use crate::{
    catalogue::{Inputs, Operation},
    errors::{Failure, Item},
    state::Sim,
};

/// Side of the largest input picture, in pixels.
const MAX_INPUT_SIDE: u32 = 8192;

/// Every input picture of a run.
#[derive(Default)]
pub(crate) struct Pictures {
    /// What to start from.
    pub(super) source: Option<RgbImage>,
    /// What to work on as it is, transparency included.
    pub(super) whole: Option<DynamicImage>,
    /// As large as the source; white where it is to be repainted.
    pub(super) mask: Option<RgbImage>,
    /// What the edges come from, each with its weight.
    pub(super) controls: Vec<(RgbImage, f32)>,
    /// What the colours come from, each with its weight.
    pub(super) styles: Vec<(RgbImage, f32)>,
}

impl Pictures {
    /// Fetches what the model takes.
    ///
    /// # Errors
    /// The provider's error for a picture that cannot be had or read, and for a mask of another size than its source.
    pub(super) async fn fetch(sim: &Sim, work: &Work<'_>) -> Result<Self, Failure> {
        let mut pictures = Self::default();
        let url = work.inputs.text("image_url");
        match work.model.operation {
            Operation::TextToImage | Operation::Video if url.is_empty() => {}
            Operation::TextToImage => {
                let weight = work.inputs.number("image_prompt_strength").unwrap_or(1.0) as f32;
                pictures.styles.push((load(sim, url, "image_url").await?, weight));
            }
            Operation::ImageToImage if work.model.takes("image_urls") => {
                let first = work.inputs.first_word("image_urls");
                pictures.source = Some(load(sim, first, "image_urls").await?);
            }
            Operation::ImageToImage | Operation::Sticker | Operation::Video => {
                pictures.source = Some(load(sim, url, "image_url").await?);
            }
            Operation::Upscale(_) | Operation::RemoveBackground => {
                pictures.whole = Some(load_whole(sim, url, "image_url").await?);
            }
            Operation::Inpaint => {
                let source = load(sim, url, "image_url").await?;
                let mask = load(sim, work.inputs.text("mask_url"), "mask_url").await?;
                same_size(&source, &mask)?;
                (pictures.source, pictures.mask) = (Some(source), Some(mask));
            }
        }
        pictures.fetch_adapters(sim, work.inputs).await?;
        Ok(pictures)
    }

    /// Size of what to start from.
    pub(super) fn dimensions(&self) -> Option<(u32, u32)> {
        let whole = self.whole.as_ref().map(|whole| (whole.width(), whole.height()));
        self.source.as_ref().map(RgbImage::dimensions).or(whole)
    }

    /// With source and mask brought to the size of the result, which is usually theirs already.
    pub(super) fn fitted(mut self, width: u32, height: u32) -> Self {
        if let (Some(source), Some(mask)) = (&mut self.source, &mut self.mask) {
            for (picture, filter) in [(source, FilterType::Triangle), (mask, FilterType::Nearest)] {
                if picture.dimensions() != (width, height) {
                    *picture = imageops::resize(picture, width, height, filter);
                }
            }
        }
        self
    }

    /// ControlNet unions and IP adapters.
    async fn fetch_adapters(&mut self, sim: &Sim, inputs: &Inputs) -> Result<(), Failure> {
        for control in inputs.list("controlnet_unions").flat_map(|union| {
            let controls: Vec<_> = union.list("controls").collect();
            controls
        }) {
            let picture = load(sim, control.text("control_image_url"), "control_image_url").await?;
            let weight = control.number("conditioning_scale").unwrap_or(1.0) as f32;
            self.controls.push((picture, weight));
        }
        for adapter in inputs.list("ip_adapters") {
            let picture = load(sim, adapter.text("image_url"), "image_url").await?;
            self.styles
                .push((picture, adapter.number("scale").unwrap_or(1.0) as f32));
        }
        Ok(())
    }
}

async fn load(sim: &Sim, url: &str, field: &'static str) -> Result<RgbImage, Failure> {
    Ok(load_whole(sim, url, field).await?.to_rgb8())
}

async fn load_whole(sim: &Sim, url: &str, field: &'static str) -> Result<DynamicImage, Failure> {
    let bytes = fetch::fetch(sim, url, field).await?;
    blocking(sim, move || decode(&bytes))
        .await?
        .map_err(|_| Failure::model("image_load_error", Some(field), None))
}

fn decode(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes));
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_INPUT_SIDE);
    limits.max_image_height = Some(MAX_INPUT_SIDE);
    reader.limits(limits);
    reader.with_guessed_format()?.decode()
}

/// What the provider says to a mask of another size is not recorded; its schema only asks for the same size.
fn same_size(source: &RgbImage, mask: &RgbImage) -> Result<(), Failure> {
    if source.dimensions() == mask.dimensions() {
        return Ok(());
    }
    let ((width, height), (mask_width, mask_height)) = (source.dimensions(), mask.dimensions());
    let msg = format!("Value error, the mask is {mask_width}x{mask_height} but the image is {width}x{height}");
    let item = Item::new(&[json!("body"), json!("mask_url")], "value_error", &msg);
    Err(Failure::Model {
        status: 422,
        items: vec![item],
    })
}
