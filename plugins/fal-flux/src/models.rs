//! The models on offer, and their prices.
//!
//! Prices were read in October 2026 from each model's `llms.txt` at fal.ai; they are list prices and move. A job's true cost comes with
//! its result. Durations are what a default job usually takes there; the studio replaces them by its own measurements.

use serde_json::json;
use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::{DevParams, ImageToImageParams, ProParams, SchnellParams};

/// The day the prices were read.
const READ_ON: &str = "2026-10-01";

/// Most pictures of one request. Source: per-model OpenAPI, `num_images` 1 to 4, read 2026-10.
const MAX_IMAGES: u32 = 4;

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flux {
    Dev,
    Schnell,
    Pro11,
    DevImageToImage,
}

impl Flux {
    const ALL: [Self; 4] = [Self::Dev, Self::Schnell, Self::Pro11, Self::DevImageToImage];

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
            Self::Dev => "fal-ai/flux/dev",
            Self::Schnell => "fal-ai/flux/schnell",
            Self::Pro11 => "fal-ai/flux-pro/v1.1",
            Self::DevImageToImage => "fal-ai/flux/dev/image-to-image",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "FLUX.1 [dev]",
            Self::Schnell => "FLUX.1 [schnell]",
            Self::Pro11 => "FLUX1.1 [pro]",
            Self::DevImageToImage => "FLUX.1 [dev] image to image",
        }
    }

    /// Micro-dollars for one megapixel.
    pub(crate) fn microdollars_per_megapixel(self) -> u64 {
        match self {
            Self::Dev => 25_000,
            Self::Schnell => 3_000,
            Self::Pro11 => 40_000,
            // Seen in one listing only; the others have been confirmed by several.
            Self::DevImageToImage => 30_000,
        }
    }

    fn builder(self, operation: Operation) -> ModelBuilder {
        let endpoint = self.endpoint();
        let page = format!("https://fal.ai/models/{endpoint}");
        let price = PriceLine::new(
            self.microdollars_per_megapixel(),
            "megapixel",
            &format!("{page}/llms.txt"),
            READ_ON,
        );
        ModelBuilder::new(endpoint, self.name(), operation)
            .endpoint(endpoint)
            .price(price)
            .max_images(MAX_IMAGES)
            .documentation(&page)
    }
}

pub(crate) fn manifest() -> Manifest {
    Manifest::new(
        "fal-flux",
        env!("CARGO_PKG_VERSION"),
        "FLUX.1 (fal.ai)",
        "AI Image Design Studio",
    )
    .model(dev().build())
    .model(schnell().build())
    .model(pro().build())
    .model(image_to_image().build())
}

fn dev() -> ModelBuilder {
    Flux::Dev
        .builder(Operation::TextToImage)
        .parameters::<DevParams>()
        .description("Open-weight 12B model: follows long prompts closely, writes legible text, steady quality.")
        .capabilities(&["seed", "guidance", "steps", "custom-size", "safety-checker"])
        .preset("Draft", &json!({"num_inference_steps": 12, "acceleration": "high"}))
        .preset("Detailed", &json!({"num_inference_steps": 40}))
        .typical_duration_ms(4_000)
        .licence("Results may be used commercially; the weights themselves are under a non-commercial licence.")
        .best_for(&["photographs", "illustration", "text in pictures", "long prompts"])
}

fn schnell() -> ModelBuilder {
    Flux::Schnell
        .builder(Operation::TextToImage)
        .parameters::<SchnellParams>()
        .description("The fast and cheap FLUX: pictures in one to four steps, for trying ideas out.")
        .capabilities(&["seed", "guidance", "steps", "custom-size", "safety-checker"])
        .preset("Fastest", &json!({"num_inference_steps": 1}))
        .preset("Best", &json!({"num_inference_steps": 8}))
        .typical_duration_ms(1_500)
        .licence("Apache 2.0: results may be used commercially.")
        .best_for(&["drafts", "many variations", "low cost"])
}

fn pro() -> ModelBuilder {
    Flux::Pro11
        .builder(Operation::TextToImage)
        .parameters::<ProParams>()
        .description("The hosted professional model: best composition and detail, without knobs to turn.")
        .capabilities(&["seed", "custom-size", "safety-tolerance", "prompt-enhancement"])
        .typical_duration_ms(6_000)
        .licence("Results may be used commercially under the provider's terms.")
        .best_for(&["final pictures", "photographs", "product shots"])
}

fn image_to_image() -> ModelBuilder {
    Flux::DevImageToImage
        .builder(Operation::ImageToImage)
        .parameters::<ImageToImageParams>()
        .description("Repaints a picture after a prompt; strength says how far it may go from the original.")
        .capabilities(&["seed", "guidance", "steps", "strength", "safety-checker"])
        .preset("Touch up", &json!({"strength": 0.4}))
        .preset("Reimagine", &json!({"strength": 0.9}))
        .typical_duration_ms(5_000)
        .licence("Results may be used commercially; the weights themselves are under a non-commercial licence.")
        .best_for(&["variations of a picture", "changing style", "sketch to picture"])
}
