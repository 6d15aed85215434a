//! The model on offer, and its price.

use serde_json::json;
use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::Params;

/// The provider's endpoint id, which is also the model's id.
pub(crate) const ENDPOINT: &str = "fal-ai/fast-sdxl";

/// For people.
pub(crate) const NAME: &str = "Stable Diffusion XL";

/// Micro-dollars for one second of computing. Source: fal.ai model pages and listings, read 2026-10; not confirmed by the pricing API.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// Most pictures of one request. Source: the endpoint's OpenAPI, `num_images` 1 to 8, read 2026-10.
const MAX_IMAGES: u32 = 8;

pub(crate) fn manifest() -> Manifest {
    let price = PriceLine::new(
        MICRODOLLARS_PER_SECOND,
        "second",
        "https://fal.ai/models/fal-ai/fast-sdxl/llms.txt",
        "2026-10-01",
    );
    let model = ModelBuilder::new(ENDPOINT, NAME, Operation::TextToImage)
        .endpoint(ENDPOINT)
        .parameters::<Params>()
        .takes_negative_prompt()
        .max_images(MAX_IMAGES)
        .price(price)
        .description("The classic open model: strong styles, takes a negative prompt, and costs a fraction of a cent.")
        .capabilities(&[
            "seed",
            "guidance",
            "steps",
            "custom-size",
            "negative-prompt",
            "prompt-expansion",
            "safety-checker",
        ])
        .preset("Draft", &json!({"num_inference_steps": 12}))
        .preset("Detailed", &json!({"num_inference_steps": 40}))
        .typical_duration_ms(3_500)
        .documentation("https://fal.ai/models/fal-ai/fast-sdxl")
        .licence("CreativeML Open RAIL++-M: results may be used commercially within its use restrictions.")
        .best_for(&["illustration", "fantasy", "styles", "low cost"]);
    Manifest::new(
        "fal-sdxl",
        env!("CARGO_PKG_VERSION"),
        "Stable Diffusion XL (fal.ai)",
        "AI Image Design Studio",
    )
    .model(model.build())
}

/// Refuses jobs for other models.
pub(crate) fn require(job: &Job) -> Result<(), Error> {
    if job.model_id == ENDPOINT {
        Ok(())
    } else {
        Err(Error::Unsupported(format!(
            "this plugin has no model {:?}",
            job.model_id
        )))
    }
}
