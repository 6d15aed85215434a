//! The parameters of the plain family, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10. Not offered:
//! `sync_mode` (pictures inside the answer) and `embeddings`. One LoRA has fields of its own; further ones are written into the prompt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SCALE, MAX_SIDE, SIZES, Size};

use crate::params::{OutputFormat, SafetyCheckerVersion, side};

/// `fal-ai/fast-sdxl`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FastParams {
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
    #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 2).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// An https address or owner/name at Hugging Face. More of them: `<lora:owner/name:0.8>` in the prompt.
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1).advanced()))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05).advanced()))]
    pub(crate) lora_scale: f64,
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

impl Default for FastParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::SquareHd,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 25,
            guidance_scale: 7.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}

/// `fal-ai/fast-sdxl/image-to-image`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FastImageToImageParams {
    /// How far the result may go from the source: low keeps it, 1 ignores it.
    #[schemars(title = "Strength", range(min = 0.05, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.01)))]
    pub(crate) strength: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 1, max = 65), extend("x-ui" = Ui::new("Quality", 2).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// An https address or owner/name at Hugging Face. More of them: `<lora:owner/name:0.8>` in the prompt.
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1).advanced()))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05).advanced()))]
    pub(crate) lora_scale: f64,
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

impl Default for FastImageToImageParams {
    fn default() -> Self {
        Self {
            strength: 0.95,
            num_inference_steps: 25,
            guidance_scale: 7.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}

/// `fal-ai/fast-sdxl/inpainting`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FastInpaintingParams {
    /// How far the result may go from the source: low keeps it, 1 ignores it.
    #[schemars(title = "Strength", range(min = 0.01, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.01)))]
    pub(crate) strength: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 1, max = 65), extend("x-ui" = Ui::new("Quality", 2).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// An https address or owner/name at Hugging Face. More of them: `<lora:owner/name:0.8>` in the prompt.
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1).advanced()))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05).advanced()))]
    pub(crate) lora_scale: f64,
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

impl Default for FastInpaintingParams {
    fn default() -> Self {
        Self {
            strength: 0.95,
            num_inference_steps: 25,
            guidance_scale: 7.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            expand_prompt: false,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
            safety_checker_version: SafetyCheckerVersion::V1,
        }
    }
}
