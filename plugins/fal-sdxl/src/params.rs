//! The parameters, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and the endpoint's OpenAPI, read 2026-10. Not offered:
//! `sync_mode` (pictures inside the answer), `loras` and `embeddings`, which need a library of add-ons first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SIDE, SIZES, Size};

/// `fal-ai/fast-sdxl`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Params {
    /// Shape of the picture.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 3)))]
    pub(crate) expand_prompt: bool,
    /// File format of the results. The provider calls it `format`.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
    /// Which safety checker is asked.
    #[schemars(title = "Safety checker version", extend("x-ui" = Ui::new("Output", 3).advanced()))]
    pub(crate) safety_checker_version: SafetyCheckerVersion,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            image_size: ImageSize::SquareHd,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 25,
            guidance_scale: 7.5,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutputFormat {
    #[schemars(title = "JPEG")]
    Jpeg,
    #[schemars(title = "PNG")]
    Png,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SafetyCheckerVersion {
    #[schemars(title = "Version 1")]
    V1,
    #[schemars(title = "Version 2")]
    V2,
}

/// Width or height of a custom size. The slider shows what SDXL was made for, up to about two megapixels.
fn side(order: u32) -> Ui {
    Ui::new("Size", order)
        .slider()
        .usual_range(512.0, 1536.0)
        .step(8.0)
        .unit("px")
        .shown_if("image_size", "custom")
}
