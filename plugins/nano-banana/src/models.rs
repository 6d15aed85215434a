//! The models on offer, and their price.

use serde_json::json;
use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::{DrawParams, EditParams};

/// Micro-dollars for one picture of whatever shape. Source: the listing of `fal-ai/nano-banana`, about $0.039, read 2026-11. None was
/// found for `/edit`: the same is assumed there, and a job's true units come with its result.
pub(crate) const MICRODOLLARS_PER_IMAGE: u64 = 39_000;

/// The day the price was read.
const READ_ON: &str = "2026-11-01";

/// Most pictures of one request. Source: per-model OpenAPI, `num_images` 1 to 4, read 2026-11.
const MAX_IMAGES: u32 = 4;

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Banana {
    Draw,
    Edit,
}

impl Banana {
    const ALL: [Self; 2] = [Self::Draw, Self::Edit];

    /// The model that a job is for.
    pub(crate) fn of(job: &Job) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|model| model.endpoint() == job.model_id)
            .ok_or_else(|| Error::Unsupported(format!("this plugin has no model {:?}", job.model_id)))
    }

    /// The provider's endpoint id, which is also the model's id.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Draw => "fal-ai/nano-banana",
            Self::Edit => "fal-ai/nano-banana/edit",
        }
    }

    /// For people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draw => "Nano Banana",
            Self::Edit => "Nano Banana edit",
        }
    }

    fn builder(self, operation: Operation) -> ModelBuilder {
        let page = format!("https://fal.ai/models/{}", self.endpoint());
        ModelBuilder::new(self.endpoint(), self.name(), operation)
            .endpoint(self.endpoint())
            .price(PriceLine::new(MICRODOLLARS_PER_IMAGE, "image", &page, READ_ON))
            .max_images(MAX_IMAGES)
            .documentation(&page)
            .licence("Results may be used commercially under the provider's terms.")
    }
}

/// The plugin and its models.
pub(crate) fn manifest() -> Manifest {
    let draw = Banana::Draw
        .builder(Operation::TextToImage)
        .parameters::<DrawParams>()
        .description("A language model that paints: it understands long instructions and knows how things look.")
        .capabilities(&["seed", "aspect-ratio", "safety-tolerance"])
        .preset("Poster", &json!({"aspect_ratio": "2:3"}))
        .typical_duration_ms(8_000)
        .best_for(&["instructions", "diagrams", "text in pictures"]);
    let edit = Banana::Edit
        .builder(Operation::ImageToImage)
        .parameters::<EditParams>()
        .description("Changes a picture as told in plain words: people and things stay who and what they are.")
        .capabilities(&["seed", "aspect-ratio", "safety-tolerance"])
        .typical_duration_ms(9_000)
        .best_for(&[
            "changing one thing",
            "same person, other scene",
            "restoring photographs",
        ]);
    Manifest::new(
        "nano-banana",
        env!("CARGO_PKG_VERSION"),
        "Nano Banana (fal.ai)",
        "AI Image Design Studio",
    )
    .model(draw.build())
    .model(edit.build())
}
