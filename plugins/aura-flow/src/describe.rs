//! How the model is presented.

use serde_json::json;
use studio_plugin_sdk::{Manifest, ModelBuilder, Operation, PriceLine};

use crate::convert::MICRODOLLARS_PER_SECOND;
use crate::params::Params;

/// The provider's endpoint id, which is also the model's id.
pub(crate) const ENDPOINT: &str = "fal-ai/aura-flow";

/// For people.
pub(crate) const NAME: &str = "AuraFlow";

/// Most pictures of one request. Source: the endpoint's OpenAPI, `num_images` 1 to 2, read 2026-10.
const MAX_IMAGES: u32 = 2;

/// The plugin and its model.
pub(crate) fn manifest() -> Manifest {
    let page = format!("https://fal.ai/models/{ENDPOINT}");
    let assumed = "assumed: the provider's usual price for a second; the model's page names none";
    let model = ModelBuilder::new(ENDPOINT, NAME, Operation::TextToImage)
        .endpoint(ENDPOINT)
        .parameters::<Params>()
        .description("A free open model that follows long prompts closely; always a square of 1024 pixels.")
        .capabilities(&["seed", "guidance", "steps", "prompt-expansion"])
        .preset("Draft", &json!({"num_inference_steps": 20}))
        .preset("Word for word", &json!({"expand_prompt": false}))
        .price(PriceLine::new(MICRODOLLARS_PER_SECOND, "second", assumed, "2026-10-01"))
        .max_images(MAX_IMAGES)
        .typical_duration_ms(9_000)
        .documentation(&page)
        .licence("Apache 2.0: results may be used commercially.")
        .best_for(&["long prompts", "illustration", "open model"]);
    Manifest::new(
        "aura-flow",
        env!("CARGO_PKG_VERSION"),
        "AuraFlow (fal.ai)",
        "AI Image Design Studio",
    )
    .model(model.build())
}
