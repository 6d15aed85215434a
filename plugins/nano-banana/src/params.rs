//! The parameters of each model, as the form shows them.
//!
//! Names, ranges and defaults: per-model OpenAPI, read 2026-11. The seed and the safety tolerance are in its newer versions only; the
//! words of the tolerance are those of the provider's other hosted models. Not offered: `sync_mode` (pictures inside the answer) and
//! `limit_generations`, which would override the number of pictures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// `fal-ai/nano-banana`: about one megapixel in one of ten shapes.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DrawParams {
    /// Shape of the picture; its size is about one megapixel.
    #[schemars(title = "Aspect ratio", extend("x-ui" = Ui::new("Size", 1)))]
    pub(crate) aspect_ratio: AspectRatio,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// How much the provider lets pass.
    #[schemars(title = "Safety tolerance", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) safety_tolerance: SafetyTolerance,
}

impl Default for DrawParams {
    fn default() -> Self {
        Self {
            aspect_ratio: AspectRatio::R1x1,
            output_format: OutputFormat::Png,
            safety_tolerance: SafetyTolerance::Four,
        }
    }
}

/// `fal-ai/nano-banana/edit`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EditParams {
    /// Shape of the result.
    #[schemars(title = "Aspect ratio", extend("x-ui" = Ui::new("Size", 1)))]
    pub(crate) aspect_ratio: EditRatio,
    /// File format of the results.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_format: OutputFormat,
    /// How much the provider lets pass.
    #[schemars(title = "Safety tolerance", extend("x-ui" = Ui::new("Output", 2).advanced()))]
    pub(crate) safety_tolerance: SafetyTolerance,
}

impl Default for EditParams {
    fn default() -> Self {
        Self {
            aspect_ratio: EditRatio::Auto,
            output_format: OutputFormat::Png,
            safety_tolerance: SafetyTolerance::Four,
        }
    }
}

/// The shapes of a new picture.
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
    #[serde(rename = "5:4")]
    #[schemars(title = "Landscape 5:4")]
    R5x4,
    #[serde(rename = "1:1")]
    #[schemars(title = "Square 1:1")]
    R1x1,
    #[serde(rename = "4:5")]
    #[schemars(title = "Portrait 4:5")]
    R4x5,
    #[serde(rename = "3:4")]
    #[schemars(title = "Portrait 3:4")]
    R3x4,
    #[serde(rename = "2:3")]
    #[schemars(title = "Portrait 2:3")]
    R2x3,
    #[serde(rename = "9:16")]
    #[schemars(title = "Portrait 9:16")]
    R9x16,
}

/// The shapes of a changed picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum EditRatio {
    #[serde(rename = "auto")]
    #[schemars(title = "As the source")]
    Auto,
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
    #[serde(rename = "5:4")]
    #[schemars(title = "Landscape 5:4")]
    R5x4,
    #[serde(rename = "1:1")]
    #[schemars(title = "Square 1:1")]
    R1x1,
    #[serde(rename = "4:5")]
    #[schemars(title = "Portrait 4:5")]
    R4x5,
    #[serde(rename = "3:4")]
    #[schemars(title = "Portrait 3:4")]
    R3x4,
    #[serde(rename = "2:3")]
    #[schemars(title = "Portrait 2:3")]
    R2x3,
    #[serde(rename = "9:16")]
    #[schemars(title = "Portrait 9:16")]
    R9x16,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum SafetyTolerance {
    #[serde(rename = "1")]
    #[schemars(title = "1, strictest")]
    One,
    #[serde(rename = "2")]
    #[schemars(title = "2")]
    Two,
    #[serde(rename = "3")]
    #[schemars(title = "3")]
    Three,
    #[serde(rename = "4")]
    #[schemars(title = "4, usual")]
    Four,
    #[serde(rename = "5")]
    #[schemars(title = "5")]
    Five,
    #[serde(rename = "6")]
    #[schemars(title = "6, most permissive")]
    Six,
}
