//! The parameters of each model, as the form shows them.
//!
//! Names, ranges and defaults: per-model OpenAPI, read 2026-11. Of `acceleration` only the default is on record there, its other words
//! are those of the first generation. Not offered: `sync_mode`, which would put pictures into the answer as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, SIZES, Size};

/// Shortest and longest side of a custom size, in pixels. Source: as above.
const MIN_SIDE: u32 = 512;
const MAX_SIDE: u32 = 2_048;

/// `fal-ai/flux-2`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DrawParams {
    /// Shape of the picture.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = MIN_SIDE, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = MIN_SIDE, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 4, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 3)))]
    pub(crate) enable_prompt_expansion: bool,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 4).advanced()))]
    pub(crate) acceleration: Acceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for DrawParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 28,
            guidance_scale: 2.5,
            enable_prompt_expansion: false,
            acceleration: Acceleration::Regular,
            output_format: OutputFormat::Png,
            enable_safety_checker: true,
        }
    }
}

/// `fal-ai/flux-2/edit`; results have the shape of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EditParams {
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 4, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 3)))]
    pub(crate) enable_prompt_expansion: bool,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 4).advanced()))]
    pub(crate) acceleration: Acceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for EditParams {
    fn default() -> Self {
        Self {
            num_inference_steps: 28,
            guidance_scale: 2.5,
            enable_prompt_expansion: false,
            acceleration: Acceleration::Regular,
            output_format: OutputFormat::Png,
            enable_safety_checker: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Acceleration {
    #[schemars(title = "None")]
    None,
    #[schemars(title = "Regular")]
    Regular,
    #[schemars(title = "High")]
    High,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutputFormat {
    #[schemars(title = "PNG")]
    Png,
    #[schemars(title = "JPEG")]
    Jpeg,
    #[schemars(title = "WebP")]
    Webp,
}

/// Width or height of a custom size.
fn side(order: u32) -> Ui {
    Ui::new("Size", order)
        .slider()
        .step(8.0)
        .unit("px")
        .shown_if("image_size", "custom")
}
