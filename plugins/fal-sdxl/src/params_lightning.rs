//! The parameters of the lightning family, as the form shows them. It has neither guidance nor a negative prompt nor LoRA.
//!
//! Names, ranges and defaults: as in `params_fast.rs`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SIDE, SIZES, Size};

use crate::params::{OutputFormat, SafetyCheckerVersion, side};

/// `fal-ai/fast-lightning-sdxl`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LightningParams {
    /// Shape of the picture.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// The model was distilled for these counts.
    #[schemars(title = "Steps", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) num_inference_steps: LightningSteps,
    /// Takes back overexposure that guidance brings.
    #[schemars(title = "Guidance rescale", range(min = 0, max = 1), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.05).advanced()))]
    pub(crate) guidance_rescale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 4)))]
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

impl Default for LightningParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::SquareHd,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: LightningSteps::Four,
            guidance_rescale: 0.0,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}

/// `fal-ai/fast-lightning-sdxl/image-to-image` and `/inpainting`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LightningEditParams {
    /// How far the result may go from the source: low keeps it, 1 ignores it.
    #[schemars(title = "Strength", range(min = 0.05, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.01)))]
    pub(crate) strength: f64,
    /// The model was distilled for these counts.
    #[schemars(title = "Steps", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) num_inference_steps: LightningSteps,
    /// Takes back overexposure that guidance brings.
    #[schemars(title = "Guidance rescale", range(min = 0, max = 1), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.05).advanced()))]
    pub(crate) guidance_rescale: f64,
    /// Lets the provider write the prompt out in more words.
    #[schemars(title = "Expand prompt", extend("x-ui" = Ui::new("Quality", 4)))]
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

impl Default for LightningEditParams {
    fn default() -> Self {
        Self {
            strength: 0.95,
            num_inference_steps: LightningSteps::Four,
            guidance_rescale: 0.0,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}

/// The schema lists them as words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum LightningSteps {
    #[serde(rename = "1")]
    #[schemars(title = "1, a sketch")]
    One,
    #[serde(rename = "2")]
    #[schemars(title = "2")]
    Two,
    #[serde(rename = "4")]
    #[schemars(title = "4, usual")]
    Four,
    #[serde(rename = "8")]
    #[schemars(title = "8, best")]
    Eight,
}

impl LightningSteps {
    /// As a number.
    pub(crate) fn count(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }
}
