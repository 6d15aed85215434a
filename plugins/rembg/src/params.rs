//! The parameters of each model, as the form shows them.
//!
//! Names and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and per-model OpenAPI, read 2026-10. Not offered: `sync_mode`
//! (pictures inside the answer), and GIF, whose transparency has no soft edge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// `fal-ai/birefnet`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BirefnetParams {
    /// Which weights look for the subject.
    #[schemars(title = "Weights", extend("x-ui" = Ui::new("Quality", 1)))]
    pub(crate) model: Weights,
    /// The size at which the subject is looked for; larger keeps finer edges and takes longer.
    #[schemars(title = "Working resolution", extend("x-ui" = Ui::new("Quality", 2)))]
    pub(crate) operating_resolution: Resolution,
    /// Takes the old background's colour out of soft edges.
    #[schemars(title = "Clean edges", extend("x-ui" = Ui::new("Quality", 3).advanced()))]
    pub(crate) refine_foreground: bool,
    /// Also delivers the mask, as a second picture.
    #[schemars(title = "Mask too", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) output_mask: bool,
    /// File format of the result.
    #[schemars(title = "Format", extend("x-ui" = Ui::new("Output", 2)))]
    pub(crate) output_format: Format,
}

impl Default for BirefnetParams {
    fn default() -> Self {
        Self {
            model: Weights::Light,
            operating_resolution: Resolution::R1024,
            refine_foreground: true,
            output_mask: false,
            output_format: Format::Png,
        }
    }
}

/// `fal-ai/imageutils/rembg`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RembgParams {
    /// Trims the result to the subject.
    #[schemars(title = "Trim to the subject", extend("x-ui" = Ui::new("Output", 1)))]
    pub(crate) crop_to_bbox: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum Weights {
    #[serde(rename = "General Use (Light)")]
    #[schemars(title = "General, fast")]
    Light,
    #[serde(rename = "General Use (Heavy)")]
    #[schemars(title = "General, thorough")]
    Heavy,
    #[schemars(title = "Portrait")]
    Portrait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum Resolution {
    #[serde(rename = "1024x1024")]
    #[schemars(title = "1024 × 1024")]
    R1024,
    #[serde(rename = "2048x2048")]
    #[schemars(title = "2048 × 2048")]
    R2048,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    #[schemars(title = "PNG")]
    Png,
    #[schemars(title = "WebP")]
    Webp,
}
