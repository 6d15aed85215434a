//! The parameters of each model, as the form shows them.
//!
//! Every model has `factor`, the studio's word for what the provider calls `scale`, `upscaling_factor` and `upscale_factor`. Ranges and
//! defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// `fal-ai/esrgan`, which takes 1 to 8 times in one call.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EsrganParams {
    /// How many times wider and higher the result is.
    #[schemars(title = "Factor", range(min = 1, max = 8), extend("x-ui" = Ui::new("Size", 1).slider().step(0.5).unit("×")))]
    pub(crate) factor: f64,
    /// Which weights enlarge.
    #[schemars(title = "Weights", extend("x-ui" = Ui::new("Quality", 1)))]
    pub(crate) model: EsrganWeights,
    /// Restores faces.
    #[schemars(title = "Restore faces", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) face: bool,
    /// File format of the result.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: Format,
}

impl Default for EsrganParams {
    fn default() -> Self {
        Self {
            factor: 2.0,
            model: EsrganWeights::X4Plus,
            face: false,
            output_format: Format::Png,
        }
    }
}

/// `fal-ai/aura-sr`, which knows four times only; eight times is four times and then ESRGAN twice.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AuraParams {
    /// How many times wider and higher the result is: 4, or 8 in two calls.
    #[schemars(
        title = "Factor",
        range(min = 4, max = 8),
        extend("multipleOf" = 4, "x-ui" = Ui::new("Size", 1).slider().step(4.0).unit("×"))
    )]
    pub(crate) factor: u32,
    /// Which checkpoint enlarges.
    #[schemars(title = "Checkpoint", extend("x-ui" = Ui::new("Quality", 1)))]
    pub(crate) checkpoint: Checkpoint,
    /// Hides the seams between tiles; takes twice as long.
    #[schemars(title = "Overlapping tiles", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) overlapping_tiles: bool,
}

impl Default for AuraParams {
    fn default() -> Self {
        Self {
            factor: 4,
            checkpoint: Checkpoint::V1,
            overlapping_tiles: false,
        }
    }
}

/// `fal-ai/clarity-upscaler`, which takes 1 to 4 times in one call; more is two calls.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ClarityParams {
    /// How many times wider and higher the result is. Above 4 the picture goes through twice.
    #[schemars(title = "Factor", range(min = 1, max = 8), extend("x-ui" = Ui::new("Size", 1).slider().step(0.5).unit("×")))]
    pub(crate) factor: f64,
    /// How much detail may be invented.
    #[schemars(title = "Creativity", range(min = 0, max = 1), extend("x-ui" = Ui::new("Quality", 1).slider().step(0.05)))]
    pub(crate) creativity: f64,
    /// How closely the result keeps to the source.
    #[schemars(title = "Resemblance", range(min = 0, max = 1), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.05)))]
    pub(crate) resemblance: f64,
    /// How closely the added detail follows the words.
    #[schemars(title = "Guidance scale", range(min = 0, max = 20), extend("x-ui" = Ui::new("Quality", 3).slider().step(0.5)))]
    pub(crate) guidance_scale: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 4, max = 50), extend("x-ui" = Ui::new("Quality", 4).slider()))]
    pub(crate) num_inference_steps: u32,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 1).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for ClarityParams {
    fn default() -> Self {
        Self {
            factor: 2.0,
            creativity: 0.35,
            resemblance: 0.6,
            guidance_scale: 4.0,
            num_inference_steps: 18,
            enable_safety_checker: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum EsrganWeights {
    #[serde(rename = "RealESRGAN_x4plus")]
    #[schemars(title = "General")]
    X4Plus,
    #[serde(rename = "RealESRGAN_x2plus")]
    #[schemars(title = "General, for twice")]
    X2Plus,
    #[serde(rename = "RealESRGAN_x4plus_anime_6B")]
    #[schemars(title = "Drawings")]
    X4PlusAnime,
    #[serde(rename = "RealESRGAN_x4_v3")]
    #[schemars(title = "General, small")]
    X4V3,
    #[serde(rename = "RealESRGAN_x4_wdn_v3")]
    #[schemars(title = "General, small, removes noise")]
    X4WdnV3,
    #[serde(rename = "RealESRGAN_x4_anime_v3")]
    #[schemars(title = "Drawings, small")]
    X4AnimeV3,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Checkpoint {
    #[schemars(title = "Version 1")]
    V1,
    #[schemars(title = "Version 2")]
    V2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    #[schemars(title = "PNG")]
    Png,
    #[schemars(title = "JPEG")]
    Jpeg,
}
