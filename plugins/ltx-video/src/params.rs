//! The parameters, as the form shows them.
//!
//! Names, ranges and defaults: per-model OpenAPI and the listing of `fal-ai/ltx-video`, read 2026-11. The lower bound of the guidance scale
//! is told as 1 in one place and 2 in another; what is valid in both is offered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// `fal-ai/ltx-video`, with and without a picture. Size and length are the model's own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Params {
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the video follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 2, max = 10), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            num_inference_steps: 30,
            guidance_scale: 3.0,
        }
    }
}
