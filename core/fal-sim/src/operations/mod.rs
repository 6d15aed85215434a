//! What models do with validated inputs: prepare what they need, make pictures off the async runtime, write the output.

mod cut_out;
mod enlarge;
mod fetch;
mod output;
mod preview;

use bytes::Bytes;
use image::{DynamicImage, RgbImage};
use serde_json::Value;

pub(crate) use output::body;
pub(crate) use preview::preview;

use crate::{
    catalogue::{Inputs, Model, Operation, Safety},
    errors::Failure,
    paint::{self, Format, Subject},
    state::Sim,
};

/// A validated piece of work.
pub(crate) struct Work<'a> {
    pub(crate) model: &'static Model,
    pub(crate) inputs: &'a Inputs,
    pub(crate) seed: &'a Value,
    /// A fault wants every picture flagged.
    pub(crate) force_black: bool,
}

/// One finished picture.
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) format: Format,
    pub(crate) bytes: Bytes,
}

/// Everything a run made.
pub(crate) struct Made {
    pub(crate) pictures: Vec<Picture>,
    pub(crate) flagged: bool,
}

/// A word in the prompt that the simulated content checker flags, so that a refusal can be tried by hand.
const FLAGGED_WORD: &str = "nsfw";

/// Side of the largest input picture, in pixels.
const MAX_INPUT_SIDE: u32 = 8192;

/// Checks content and memory and fetches the input picture, if the model takes one.
pub(crate) async fn prepare(sim: &Sim, work: &Work<'_>) -> Result<Option<DynamicImage>, Failure> {
    if work.flagged() && work.model.safety == Safety::Refusal {
        return Err(Failure::model("content_policy_violation", None, None));
    }
    let source = match work.model.operation {
        Operation::TextToImage => None,
        Operation::ImageToImage | Operation::Upscale(_) | Operation::RemoveBackground => {
            let bytes = fetch::fetch(sim, work.inputs.text("image_url")).await?;
            Some(blocking(sim, move || decode(&bytes)).await??)
        }
    };
    let (width, height) = work.size(source.as_ref().map(|source| (source.width(), source.height())));
    if u64::from(width) * u64::from(height) > sim.live().max_pixels {
        return Err(Failure::Text {
            status: 503,
            detail: "CUDA error: out of memory".to_owned(),
        });
    }
    Ok(source)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Failure> {
    let unreadable = |_| Failure::model("image_load_error", None, None);
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes));
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_INPUT_SIDE);
    limits.max_image_height = Some(MAX_INPUT_SIDE);
    reader.limits(limits);
    let reader = reader
        .with_guessed_format()
        .map_err(|_| Failure::model("image_load_error", None, None))?;
    reader.decode().map_err(unreadable)
}

/// Draws and encodes all pictures.
pub(crate) async fn produce(sim: &Sim, work: &Work<'_>, source: Option<DynamicImage>) -> Result<Made, Failure> {
    let flagged = work.flagged();
    let source = match (work.model.operation, source) {
        (Operation::Upscale(_), Some(source)) => return enlarge::produce(sim, work, source).await,
        (Operation::RemoveBackground, Some(source)) => return cut_out::produce(sim, work, source).await,
        (_, source) => source.map(|source| source.to_rgb8()),
    };
    let (width, height) = work.size(source.as_ref().map(RgbImage::dimensions));
    let source = source.map(std::sync::Arc::new);
    let mut pictures = Vec::new();
    for index in 0..work.count() {
        let subject = work.subject(index, width, height);
        let source = source.clone();
        let strength = work.inputs.number("strength").unwrap_or(1.0) as f32;
        let format = work.format();
        let draw = move || {
            let canvas = match (flagged, source) {
                (true, _) => RgbImage::new(width, height),
                (false, None) => paint::draw(&subject),
                (false, Some(source)) => paint::transform(&source, &subject, strength),
            };
            Picture {
                width,
                height,
                format,
                bytes: Bytes::from(paint::encode(&canvas, format)),
            }
        };
        pictures.push(blocking(sim, draw).await?);
    }
    Ok(Made { pictures, flagged })
}

/// Runs heavy work on a blocking thread, no more of it at a time than configured.
async fn blocking<T: Send + 'static>(sim: &Sim, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    let permit = sim
        .renders
        .clone()
        .acquire_owned()
        .await
        .expect("the render semaphore is never closed");
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    done.await.map_err(|_| Failure::Text {
        status: 500,
        detail: "Internal Server Error".to_owned(),
    })
}

impl Work<'_> {
    /// Whether the content checker flags this request.
    pub(crate) fn flagged(&self) -> bool {
        let checked = self.inputs.flag("enable_safety_checker");
        let worded = self.inputs.text("prompt").to_ascii_lowercase().contains(FLAGGED_WORD);
        self.force_black || (checked && worded)
    }

    pub(crate) fn count(&self) -> u32 {
        self.inputs
            .int("num_images")
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(1)
    }

    /// Pixel size of the pictures: the size field, or the input picture's own, enlarged where that is the work.
    fn size(&self, of_source: Option<(u32, u32)>) -> (u32, u32) {
        let factor = match self.model.operation {
            Operation::Upscale(param) => self.inputs.number(param).unwrap_or(1.0),
            _ => 1.0,
        };
        let times = |side: u32| (f64::from(side) * factor).round() as u32;
        let enlarged = of_source.map(|(width, height)| (times(width), times(height)));
        self.inputs.size("image_size").or(enlarged).unwrap_or((512, 512))
    }

    fn format(&self) -> Format {
        Format::from_name(self.format_name())
    }

    /// The asked format; empty where the model has no say.
    fn format_name(&self) -> &str {
        self.inputs.text(self.model.format_param())
    }

    pub(crate) fn subject(&self, index: u32, width: u32, height: u32) -> Subject {
        Subject {
            model: self.model.id.to_owned(),
            prompt: self.inputs.text("prompt").to_owned(),
            seed: self.seed.to_string(),
            index,
            width,
            height,
        }
    }
}
