//! The parameters of each model, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10. The steps of
//! schnell (1 to 12, default 4) come from its live answers, the published types show those of another model. Not offered:
//! `sync_mode`, which would put pictures into the answer as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SIDE, SIZES, Size};

/// `fal-ai/flux/dev`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DevParams {
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
    #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider().recommended(20.0, 40.0)))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 1, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1).recommended(2.5, 5.0)))]
    pub(crate) guidance_scale: f64,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 3).advanced()))]
    pub(crate) acceleration: Acceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for DevParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 28,
            guidance_scale: 3.5,
            acceleration: Acceleration::None,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
        }
    }
}

/// `fal-ai/flux/schnell`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SchnellParams {
    /// Shape of the picture.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// Four are enough for most pictures.
    #[schemars(title = "Steps", range(min = 1, max = 12), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt.
    #[schemars(title = "Guidance scale", range(min = 1, max = 20), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1).advanced()))]
    pub(crate) guidance_scale: f64,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 3).advanced()))]
    pub(crate) acceleration: Acceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for SchnellParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 4,
            guidance_scale: 3.5,
            acceleration: Acceleration::None,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
        }
    }
}

/// `fal-ai/flux-pro/v1.1`, which has neither steps nor guidance. Its safety checker switch was dropped by August 2026.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProParams {
    /// Shape of the picture.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// Lets the provider rewrite the prompt in more words.
    #[schemars(title = "Enhance prompt", extend("x-ui" = Ui::new("Quality", 1)))]
    pub(crate) enhance_prompt: bool,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// How much the provider lets pass.
    #[schemars(title = "Safety tolerance", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) safety_tolerance: SafetyTolerance,
}

impl Default for ProParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            enhance_prompt: false,
            output_format: OutputFormat::Jpeg,
            safety_tolerance: SafetyTolerance::Two,
        }
    }
}

/// `fal-ai/flux/dev/image-to-image`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImageToImageParams {
    /// How far the result may go from the source: low keeps it, 1 ignores it.
    #[schemars(title = "Strength", range(min = 0.01, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.01).recommended(0.5, 0.95)))]
    pub(crate) strength: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 10, max = 50), extend("x-ui" = Ui::new("Quality", 2).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt.
    #[schemars(title = "Guidance scale", range(min = 1, max = 20), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
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

impl Default for ImageToImageParams {
    fn default() -> Self {
        Self {
            strength: 0.95,
            num_inference_steps: 40,
            guidance_scale: 3.5,
            acceleration: Acceleration::None,
            output_format: OutputFormat::Jpeg,
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
    #[schemars(title = "JPEG")]
    Jpeg,
    #[schemars(title = "PNG")]
    Png,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum SafetyTolerance {
    #[serde(rename = "1")]
    #[schemars(title = "1, strictest")]
    One,
    #[serde(rename = "2")]
    #[schemars(title = "2, usual")]
    Two,
    #[serde(rename = "3")]
    #[schemars(title = "3")]
    Three,
    #[serde(rename = "4")]
    #[schemars(title = "4")]
    Four,
    #[serde(rename = "5")]
    #[schemars(title = "5")]
    Five,
    #[serde(rename = "6")]
    #[schemars(title = "6, most permissive")]
    Six,
}

/// Width or height of a custom size. The slider shows what FLUX was made for, about 0.1 to 2 megapixels.
pub(crate) fn side(order: u32) -> Ui {
    Ui::new("Size", order)
        .slider()
        .usual_range(256.0, 2048.0)
        .step(8.0)
        .unit("px")
        .shown_if("image_size", "custom")
}
