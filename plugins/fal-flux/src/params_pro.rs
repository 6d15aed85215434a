//! The parameters of the hosted models besides FLUX1.1 [pro].
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

use crate::params::{OutputFormat, SafetyTolerance};

/// `fal-ai/flux-pro/v1.1-ultra`: about four megapixels in one of nine shapes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UltraParams {
    /// Shape of the picture; its size is about four megapixels.
    #[schemars(title = "Aspect ratio", extend("x-ui" = Ui::new("Size", 1)))]
    pub(crate) aspect_ratio: AspectRatio,
    /// Less processed, more like a snapshot.
    #[schemars(title = "Raw", extend("x-ui" = Ui::new("Quality", 1)))]
    pub(crate) raw: bool,
    /// Lets the provider rewrite the prompt in more words.
    #[schemars(title = "Enhance prompt", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) enhance_prompt: bool,
    /// How much a style picture counts beside the prompt.
    #[schemars(title = "Style picture strength", range(min = 0, max = 1), extend("x-ui" = Ui::new("Style picture", 1).slider().step(0.01)))]
    pub(crate) image_prompt_strength: f64,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// How much the provider lets pass.
    #[schemars(title = "Safety tolerance", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) safety_tolerance: SafetyTolerance,
}

impl UltraParams {
    /// In force when nothing is said.
    pub(crate) const IMAGE_PROMPT_STRENGTH: f64 = 0.1;
}

impl Default for UltraParams {
    fn default() -> Self {
        Self {
            aspect_ratio: AspectRatio::R16x9,
            raw: false,
            enhance_prompt: false,
            image_prompt_strength: Self::IMAGE_PROMPT_STRENGTH,
            output_format: OutputFormat::Jpeg,
            safety_tolerance: SafetyTolerance::Two,
        }
    }
}

/// `fal-ai/flux-pro/v1/fill`; results have the size of the source picture.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FillParams {
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

impl Default for FillParams {
    fn default() -> Self {
        Self {
            enhance_prompt: false,
            output_format: OutputFormat::Jpeg,
            safety_tolerance: SafetyTolerance::Two,
        }
    }
}

/// The shapes of ultra.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum AspectRatio {
    #[serde(rename = "21:9")]
    #[schemars(title = "Panorama 21:9")]
    R21x9,
    #[serde(rename = "16:9")]
    #[schemars(title = "Landscape 16:9")]
    R16x9,
    #[serde(rename = "3:2")]
    #[schemars(title = "Landscape 3:2")]
    R3x2,
    #[serde(rename = "4:3")]
    #[schemars(title = "Landscape 4:3")]
    R4x3,
    #[serde(rename = "1:1")]
    #[schemars(title = "Square 1:1")]
    R1x1,
    #[serde(rename = "3:4")]
    #[schemars(title = "Portrait 3:4")]
    R3x4,
    #[serde(rename = "2:3")]
    #[schemars(title = "Portrait 2:3")]
    R2x3,
    #[serde(rename = "9:16")]
    #[schemars(title = "Portrait 9:16")]
    R9x16,
    #[serde(rename = "9:21")]
    #[schemars(title = "Tower 9:21")]
    R9x21,
}
