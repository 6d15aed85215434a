//! The parameters, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and the endpoint's OpenAPI, read 2026-10. Not offered:
//! `sync_mode` (pictures inside the answer).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// `fal-ai/aura-flow`. It takes no size: every picture is a square of 1024 pixels.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Params {
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 20, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 3)))]
    pub(crate) expand_prompt: bool,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            num_inference_steps: 50,
            guidance_scale: 3.5,
            expand_prompt: true,
        }
    }
}
