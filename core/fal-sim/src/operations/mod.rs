//! What models do with validated inputs: prepare what they need, make pictures off the async runtime, write the output.

mod cut_out;
mod enlarge;
mod fetch;
mod loras;
mod output;
mod pictures;
mod preview;
mod sticker;
mod video;

use bytes::Bytes;
use image::RgbImage;
use serde_json::Value;

pub(crate) use output::body;
pub(crate) use preview::preview;

use pictures::Pictures;

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

/// One finished picture or video.
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) kind: Kind,
    pub(crate) bytes: Bytes,
}

/// What a finished file is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Picture(Format),
    /// MP4 with H.264.
    Video,
}

impl Kind {
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Picture(format) => format.content_type(),
            Self::Video => "video/mp4",
        }
    }

    /// How the provider calls such a file.
    pub(crate) fn file_name(self) -> String {
        match self {
            Self::Picture(format) => format!("image.{}", format.extension()),
            Self::Video => "output.mp4".to_owned(),
        }
    }
}

/// Everything a run made.
pub(crate) struct Made {
    pub(crate) pictures: Vec<Picture>,
    pub(crate) flagged: bool,
}

/// A word in the prompt that the simulated content checker flags, so that a refusal can be tried by hand.
const FLAGGED_WORD: &str = "nsfw";

/// How far an edit goes from its source where the model has no field for it: the motif stays, colours and light change.
const EDIT_STRENGTH: f64 = 0.5;

/// Sides of a picture of an aspect ratio are multiples of this.
const RATIO_GRID: f64 = 32.0;

/// Checks content, add-ons and memory and fetches the pictures that the model takes.
pub(crate) async fn prepare(sim: &Sim, work: &Work<'_>) -> Result<Pictures, Failure> {
    if work.flagged() && work.model.safety == Safety::Refusal {
        return Err(Failure::model("content_policy_violation", None, None));
    }
    loras::check(work.inputs)?;
    let pictures = Pictures::fetch(sim, work).await?;
    let (width, height) = work.size(pictures.dimensions());
    if u64::from(width) * u64::from(height) > sim.live().max_pixels {
        return Err(Failure::Text {
            status: 503,
            detail: "CUDA error: out of memory".to_owned(),
        });
    }
    Ok(pictures)
}

/// Draws and encodes all pictures.
pub(crate) async fn produce(sim: &Sim, work: &Work<'_>, pictures: Pictures) -> Result<Made, Failure> {
    let pictures = match pictures.whole {
        Some(whole) if work.model.operation == Operation::RemoveBackground => {
            return cut_out::produce(sim, work, whole).await;
        }
        Some(whole) => return enlarge::produce(sim, work, whole).await,
        None => pictures,
    };
    if work.model.operation == Operation::Video {
        return video::produce(sim, work, pictures.source).await;
    }
    if let (Operation::Sticker, Some(portrait)) = (work.model.operation, &pictures.source) {
        return sticker::produce(sim, work, portrait.clone()).await;
    }
    let flagged = work.flagged();
    let (width, height) = work.size(pictures.dimensions());
    let pictures = std::sync::Arc::new(pictures.fitted(width, height));
    let mut made = Vec::new();
    for index in 0..work.count() {
        let subject = work.subject(index, width, height);
        let pictures = pictures.clone();
        let strength = work.strength();
        let format = work.format();
        let draw = move || {
            let canvas = if flagged {
                RgbImage::new(width, height)
            } else {
                paint(&subject, &pictures, strength)
            };
            Picture {
                width,
                height,
                kind: Kind::Picture(format),
                bytes: Bytes::from(paint::encode(&canvas, format)),
            }
        };
        made.push(blocking(sim, draw).await?);
    }
    Ok(Made {
        pictures: made,
        flagged,
    })
}

/// One picture: drawn or transformed, guided by control and style pictures, and last of all held to its mask.
fn paint(subject: &Subject, pictures: &Pictures, strength: f32) -> RgbImage {
    let mut canvas = match &pictures.source {
        None => paint::draw(subject),
        Some(source) => paint::transform(source, subject, strength),
    };
    for (style, weight) in &pictures.styles {
        canvas = paint::with_colours(&canvas, style, *weight);
    }
    for (control, weight) in &pictures.controls {
        canvas = paint::with_edges(&canvas, control, *weight);
    }
    match (&pictures.source, &pictures.mask) {
        (Some(source), Some(mask)) => paint::through_mask(source, &canvas, mask),
        _ => canvas,
    }
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
        let always = self.model.safety == Safety::Refusal && !self.model.takes("enable_safety_checker");
        let checked = always || self.inputs.flag("enable_safety_checker");
        let worded = self.inputs.text("prompt").to_ascii_lowercase().contains(FLAGGED_WORD);
        self.force_black || (checked && worded)
    }

    /// How far the pictures go from their source, 0 to 1.
    fn strength(&self) -> f32 {
        let is_edit = self.model.operation == Operation::ImageToImage && !self.model.takes("strength");
        let untold = if is_edit { EDIT_STRENGTH } else { 1.0 };
        self.inputs.number("strength").unwrap_or(untold) as f32
    }

    pub(crate) fn count(&self) -> u32 {
        self.inputs
            .int("num_images")
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(1)
    }

    /// Pixel size of the pictures: the asked one, or the input picture's own, enlarged where that is the work.
    fn size(&self, of_source: Option<(u32, u32)>) -> (u32, u32) {
        if self.model.operation == Operation::Video {
            return video::size(of_source);
        }
        let factor = match self.model.operation {
            Operation::Upscale(param) => self.inputs.number(param).unwrap_or(1.0),
            Operation::Sticker if self.inputs.flag("upscale") => 2.0,
            _ => 1.0,
        };
        let times = |side: u32| (f64::from(side) * factor).round() as u32;
        let asked = self.inputs.size("image_size").or_else(|| self.size_of_ratio());
        let (width, height) = asked.or(of_source).unwrap_or(self.size_untold());
        (times(width), times(height))
    }

    /// Without a word about the size: models that take none draw their square, the others the toolkit's default.
    fn size_untold(&self) -> (u32, u32) {
        if self.model.takes("image_size") {
            (512, 512)
        } else {
            (1024, 1024)
        }
    }

    /// The size of a named aspect ratio, such as `16:9`.
    fn size_of_ratio(&self) -> Option<(u32, u32)> {
        let (across, down) = self.inputs.text("aspect_ratio").split_once(':')?;
        let ratio = across.parse::<f64>().ok()? / down.parse::<f64>().ok()?;
        let side = |length: f64| ((length / RATIO_GRID).round() * RATIO_GRID) as u32;
        let pixels = self.model.ratio_pixels();
        Some((side((pixels * ratio).sqrt()), side((pixels / ratio).sqrt())))
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
            model: format!("{}{}", self.model.id, loras::signature(self.inputs)),
            prompt: self.inputs.text("prompt").to_owned(),
            seed: self.seed.to_string(),
            index,
            width,
            height,
        }
    }
}
