//! How the model is presented.

use serde_json::json;
use studio_plugin_sdk::{Manifest, ModelBuilder, Operation, PriceLine};

use crate::convert::MICRODOLLARS_PER_SECOND;
use crate::params::Params;

/// The provider's endpoint id, which is also the model's id.
pub(crate) const ENDPOINT: &str = "fal-ai/face-to-sticker";

/// For people.
pub(crate) const NAME: &str = "Face to Sticker";

/// The plugin and its model.
pub(crate) fn manifest() -> Manifest {
    let page = format!("https://fal.ai/models/{ENDPOINT}");
    let assumed = "assumed: the provider's usual price for a second; the model's page names none";
    let model = ModelBuilder::new(ENDPOINT, NAME, Operation::ImageToImage)
        .endpoint(ENDPOINT)
        .parameters::<Params>()
        .description("Turns a portrait into a sticker, and gives it a second time without its background.")
        .capabilities(&["seed", "guidance", "steps", "negative-prompt", "custom-size", "safety-checker"])
        .preset("More alike", &json!({"instant_id_strength": 1.0, "ip_adapter_weight": 0.4}))
        .preset("Large", &json!({"upscale": true}))
        .price(PriceLine::new(MICRODOLLARS_PER_SECOND, "second", assumed, "2026-10-01"))
        .takes_negative_prompt()
        .typical_duration_ms(12_000)
        .documentation(&page)
        .licence("Uses face recognition whose authors allow non-commercial use only; ask the provider before you sell results.")
        .best_for(&["portraits", "stickers", "avatars"]);
    Manifest::new(
        "face-to-sticker",
        env!("CARGO_PKG_VERSION"),
        "Face to Sticker (fal.ai)",
        "AI Image Design Studio",
    )
    .model(model.build())
}
