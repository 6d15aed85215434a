//! What the parameters of both families have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

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
pub(crate) fn side(order: u32) -> Ui {
    Ui::new("Size", order)
        .slider()
        .usual_range(512.0, 1536.0)
        .step(8.0)
        .unit("px")
        .shown_if("image_size", "custom")
}
