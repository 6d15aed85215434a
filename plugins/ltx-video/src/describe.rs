//! How the model is presented.

use serde_json::json;
use studio_plugin_sdk::{Manifest, ModelBuilder, Operation, PriceLine};

use crate::convert::MICRODOLLARS_PER_VIDEO;
use crate::params::Params;

/// The provider's endpoint for words alone, which is also the model's id.
pub(crate) const FROM_WORDS: &str = "fal-ai/ltx-video";

/// The provider's endpoint for a picture and words.
pub(crate) const FROM_PICTURE: &str = "fal-ai/ltx-video/image-to-video";

/// For people.
pub(crate) const NAME: &str = "LTX Video";

/// The day the price was read.
const READ_ON: &str = "2026-11-01";

/// The plugin and its model.
pub(crate) fn manifest() -> Manifest {
    let page = format!("https://fal.ai/models/{FROM_WORDS}");
    let model = ModelBuilder::new(FROM_WORDS, NAME, Operation::Video)
        .endpoint(FROM_WORDS)
        .endpoint(FROM_PICTURE)
        .parameters::<Params>()
        .takes_negative_prompt()
        .description("A few seconds of video from words, or from one of your pictures and words. Quick and cheap.")
        .capabilities(&["seed", "guidance", "steps", "image-to-video"])
        .preset("Draft", &json!({"num_inference_steps": 15}))
        .preset("Careful", &json!({"num_inference_steps": 50}))
        .price(PriceLine::new(MICRODOLLARS_PER_VIDEO, "video", &page, READ_ON))
        .typical_duration_ms(12_000)
        .documentation(&page)
        .licence("Results may be used under the LTX Video licence; see the provider's page.")
        .best_for(&["slow camera moves", "nature", "bringing a picture to life"]);
    Manifest::new(
        "ltx-video",
        env!("CARGO_PKG_VERSION"),
        "LTX Video (fal.ai)",
        "AI Image Design Studio",
    )
    .model(model.build())
}
