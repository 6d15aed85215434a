//! The parameters of FLUX.1 [dev] with add-ons, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10. One LoRA has
//! fields of its own; further ones are written into the prompt. Control and style pictures come with the job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SCALE, MAX_SIDE, SIZES, Size};

use crate::params::{OutputFormat, side};

/// `fal-ai/flux-lora`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LoraParams {
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
    #[schemars(title = "Guidance scale", range(min = 0, max = 35), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// An https address or owner/name at Hugging Face. More of them: `<lora:owner/name:0.8>` in the prompt.
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1)))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05)))]
    pub(crate) lora_scale: f64,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 4).advanced()))]
    pub(crate) acceleration: LoraAcceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for LoraParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 28,
            guidance_scale: 3.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            acceleration: LoraAcceleration::None,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
        }
    }
}

/// `fal-ai/flux-lora/image-to-image` and `/inpainting`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LoraEditParams {
    /// How far the result may go from the source: low keeps it, 1 ignores it.
    #[schemars(title = "Strength", range(min = 0.01, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.01)))]
    pub(crate) strength: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 2).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the picture follows the prompt. High values look harder.
    #[schemars(title = "Guidance scale", range(min = 0, max = 35), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// An https address or owner/name at Hugging Face. More of them: `<lora:owner/name:0.8>` in the prompt.
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1)))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05)))]
    pub(crate) lora_scale: f64,
    /// Faster computing at some cost of detail.
    #[schemars(title = "Acceleration", extend("x-ui" = Ui::new("Quality", 4).advanced()))]
    pub(crate) acceleration: LoraAcceleration,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for LoraEditParams {
    fn default() -> Self {
        Self {
            strength: 0.85,
            num_inference_steps: 28,
            guidance_scale: 3.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            acceleration: LoraAcceleration::None,
            output_format: OutputFormat::Jpeg,
            enable_safety_checker: true,
        }
    }
}

/// `fal-ai/flux-general`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct GeneralParams {
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
    #[schemars(title = "LoRA", length(max = 500), example = "owner/name", extend("x-ui" = Ui::new("LoRA", 1)))]
    pub(crate) lora_path: String,
    /// How strongly the LoRA works.
    #[schemars(title = "LoRA weight", range(min = 0, max = MAX_SCALE), extend("x-ui" = Ui::new("LoRA", 2).slider().step(0.05)))]
    pub(crate) lora_scale: f64,
    /// How strongly the negative prompt works. Without one it has no effect.
    #[schemars(title = "Negative prompt strength", range(min = 0, max = 5), extend("x-ui" = Ui::new("Quality", 4).slider().step(0.1).advanced()))]
    pub(crate) real_cfg_scale: f64,
    /// The sampler, which walks from noise to the picture.
    #[schemars(title = "Sampler", extend("x-ui" = Ui::new("Quality", 5).advanced()))]
    pub(crate) scheduler: Scheduler,
    /// Spreads the steps by a beta distribution.
    #[schemars(title = "Beta schedule", extend("x-ui" = Ui::new("Quality", 6).advanced()))]
    pub(crate) use_beta_schedule: bool,
    /// What the control picture says.
    #[schemars(title = "Control mode", extend("x-ui" = Ui::new("Control picture", 1)))]
    pub(crate) control_mode: ControlMode,
    /// How strictly the control picture is followed.
    #[schemars(title = "Control strength", range(min = 0, max = 2), extend("x-ui" = Ui::new("Control picture", 2).slider().step(0.05)))]
    pub(crate) control_strength: f64,
    /// The part of the steps after which the control picture is let go.
    #[schemars(title = "Control until", range(min = 0.05, max = 1), extend("x-ui" = Ui::new("Control picture", 3).slider().step(0.05).advanced()))]
    pub(crate) control_end: f64,
    /// How much a style picture counts beside the prompt.
    #[schemars(title = "Style picture strength", range(min = 0, max = 1), extend("x-ui" = Ui::new("Style picture", 1).slider().step(0.05)))]
    pub(crate) style_strength: f64,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl GeneralParams {
    /// In force when nothing is said.
    pub(crate) const REAL_CFG_SCALE: f64 = 3.5;
    /// In force when nothing is said.
    pub(crate) const CONTROL_STRENGTH: f64 = 1.0;
    /// Ours: the provider has no default and wants a number.
    pub(crate) const STYLE_STRENGTH: f64 = 0.7;
}

impl Default for GeneralParams {
    fn default() -> Self {
        Self {
            image_size: ImageSize::Landscape43,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            num_inference_steps: 28,
            guidance_scale: 3.5,
            lora_path: String::new(),
            lora_scale: 1.0,
            real_cfg_scale: Self::REAL_CFG_SCALE,
            scheduler: Scheduler::Euler,
            use_beta_schedule: false,
            control_mode: ControlMode::Canny,
            control_strength: Self::CONTROL_STRENGTH,
            control_end: 1.0,
            style_strength: Self::STYLE_STRENGTH,
            output_format: OutputFormat::Png,
            enable_safety_checker: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LoraAcceleration {
    #[schemars(title = "None")]
    None,
    #[schemars(title = "Regular")]
    Regular,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum Scheduler {
    #[serde(rename = "euler")]
    #[schemars(title = "Euler")]
    Euler,
    #[serde(rename = "dpmpp_2m")]
    #[schemars(title = "DPM++ 2M")]
    Dpmpp2m,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ControlMode {
    /// Its edges.
    #[schemars(title = "Edges (canny)")]
    Canny,
    /// Its details, to be enlarged.
    #[schemars(title = "Tile")]
    Tile,
    /// A depth map: near is light.
    #[schemars(title = "Depth")]
    Depth,
    /// A blurred picture.
    #[schemars(title = "Blur")]
    Blur,
    /// A skeleton of a person.
    #[schemars(title = "Pose")]
    Pose,
    /// Light and dark alone.
    #[schemars(title = "Grey")]
    Gray,
    /// A damaged or small picture.
    #[schemars(title = "Low quality")]
    LowQuality,
}
