//! What the user can set. The studio's form and its checks are made of these types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;

/// The parameters, under the provider's names.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Parameters {
    /// The shape of the picture.
    #[schemars(title = "Size", extend("x-ui" = Ui::new("Size", 1)))]
    pub(crate) image_size: ImageSize,
    /// More steps take longer and show more detail.
    #[schemars(
        title = "Steps",
        range(min = 1, max = 12),
        extend("x-ui" = Ui::new("Quality", 2).slider().recommended(4.0, 8.0))
    )]
    pub(crate) num_inference_steps: u32,
}

/// Shapes of about one megapixel.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImageSize {
    #[schemars(title = "Square")]
    SquareHd,
    #[schemars(title = "Landscape 4:3")]
    #[serde(rename = "landscape_4_3")]
    Landscape,
    #[schemars(title = "Portrait 3:4")]
    #[serde(rename = "portrait_4_3")]
    Portrait,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            image_size: ImageSize::SquareHd,
            num_inference_steps: 4,
        }
    }
}
