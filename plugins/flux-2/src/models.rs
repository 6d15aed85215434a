//! The models on offer, and their price.

use serde_json::json;
use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::{DrawParams, EditParams};

/// Micro-dollars for one megapixel. Source: the listing of `fal-ai/flux-2`, $0.012, read 2026-11. None was found for `/edit`: the same
/// is assumed there, and a job's true units come with its result.
pub(crate) const MICRODOLLARS_PER_MEGAPIXEL: u64 = 12_000;

/// The day the price was read.
const READ_ON: &str = "2026-11-01";

/// Most pictures of one request. Source: the provider's common image fields, `num_images` 1 to 4, read 2026-11.
const MAX_IMAGES: u32 = 4;

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flux2 {
    Draw,
    Edit,
}

impl Flux2 {
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
            Self::Draw => "fal-ai/flux-2",
            Self::Edit => "fal-ai/flux-2/edit",
        }
    }

    /// For people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draw => "FLUX.2 [dev]",
            Self::Edit => "FLUX.2 [dev] edit",
        }
    }

    fn builder(self, operation: Operation) -> ModelBuilder {
        let page = format!("https://fal.ai/models/{}", self.endpoint());
        ModelBuilder::new(self.endpoint(), self.name(), operation)
            .endpoint(self.endpoint())
            .price(PriceLine::new(MICRODOLLARS_PER_MEGAPIXEL, "megapixel", &page, READ_ON))
            .max_images(MAX_IMAGES)
            .documentation(&page)
            .licence("Results may be used commercially; the weights themselves are under a non-commercial licence.")
    }
}

/// The plugin and its models.
pub(crate) fn manifest() -> Manifest {
    let draw = Flux2::Draw
        .builder(Operation::TextToImage)
        .parameters::<DrawParams>()
        .description(
            "The second generation of FLUX: real materials and light, small print that can be read, at a low price.",
        )
        .capabilities(&[
            "seed",
            "guidance",
            "steps",
            "custom-size",
            "prompt-expansion",
            "safety-checker",
        ])
        .preset("Draft", &json!({"num_inference_steps": 12, "acceleration": "high"}))
        .preset("Detailed", &json!({"num_inference_steps": 40, "acceleration": "none"}))
        .typical_duration_ms(5_000)
        .best_for(&["photographs", "text in pictures", "product shots", "long prompts"]);
    let edit = Flux2::Edit
        .builder(Operation::ImageToImage)
        .parameters::<EditParams>()
        .description("Changes a picture as the prompt asks in plain words, and keeps what it does not name.")
        .capabilities(&["seed", "guidance", "steps", "prompt-expansion", "safety-checker"])
        .preset("Draft", &json!({"num_inference_steps": 12, "acceleration": "high"}))
        .typical_duration_ms(7_000)
        .best_for(&["changing one thing", "changing style", "replacing backgrounds"]);
    Manifest::new(
        "flux-2",
        env!("CARGO_PKG_VERSION"),
        "FLUX.2 (fal.ai)",
        "AI Image Design Studio",
    )
    .model(draw.build())
    .model(edit.build())
}
