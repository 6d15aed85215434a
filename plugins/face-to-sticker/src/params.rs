//! The parameters, as the form shows them.
//!
//! Names, ranges and defaults: fal's typed endpoints (npm `@fal-ai/client` 1.10.1) and the endpoint's OpenAPI, read 2026-10.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use studio_plugin_sdk::Ui;
use studio_plugin_sdk::fal::{ImageSize, MAX_SIDE, SIZES, Size};

/// `fal-ai/face-to-sticker`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Params {
    /// Shape of the sticker.
    #[schemars(title = "Image size", extend("x-ui" = Ui::new("Size", 1).size_tiles(SIZES)))]
    pub(crate) image_size: ImageSize,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(2)))]
    pub(crate) width: u32,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 1, max = MAX_SIDE), extend("x-ui" = side(3)))]
    pub(crate) height: u32,
    /// Doubles width and height in a second pass.
    #[schemars(title = "Upscale", extend("x-ui" = Ui::new("Size", 4)))]
    pub(crate) upscale: bool,
    /// Steps of the second pass.
    #[schemars(
        title = "Upscale steps",
        range(min = 1, max = 20),
        extend("x-ui" = Ui::new("Size", 5).slider().advanced())
    )]
    pub(crate) upscale_steps: u32,
    /// How strongly the face is kept.
    #[schemars(title = "Likeness", range(min = 0, max = 1), extend("x-ui" = Ui::new("Face", 1).slider().step(0.05)))]
    pub(crate) instant_id_strength: f64,
    /// How strongly the photo's look is kept.
    #[schemars(title = "Photo weight", range(min = 0, max = 1), extend("x-ui" = Ui::new("Face", 2).slider().step(0.05)))]
    pub(crate) ip_adapter_weight: f64,
    /// Noise on the photo: more of it leaves the model freer.
    #[schemars(title = "Photo noise", range(min = 0, max = 1), extend("x-ui" = Ui::new("Face", 3).slider().step(0.05).advanced()))]
    pub(crate) ip_adapter_noise: f64,
    /// More steps bring more detail and take longer.
    #[schemars(title = "Steps", range(min = 10, max = 40), extend("x-ui" = Ui::new("Quality", 1).slider()))]
    pub(crate) num_inference_steps: u32,
    /// How closely the sticker follows the prompt.
    #[schemars(title = "Guidance scale", range(min = 0, max = 10), extend("x-ui" = Ui::new("Quality", 2).slider().step(0.1)))]
    pub(crate) guidance_scale: f64,
    /// Blanks pictures that the provider takes for unsafe.
    #[schemars(title = "Safety checker", extend("x-ui" = Ui::new("Output", 1).advanced()))]
    pub(crate) enable_safety_checker: bool,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            image_size: ImageSize::SquareHd,
            width: Size::DEFAULT_SIDE,
            height: Size::DEFAULT_SIDE,
            upscale: false,
            upscale_steps: 10,
            instant_id_strength: 0.7,
            ip_adapter_weight: 0.2,
            ip_adapter_noise: 0.5,
            num_inference_steps: 20,
            guidance_scale: 4.5,
            enable_safety_checker: true,
        }
    }
}

impl Params {
    pub(crate) fn size(&self) -> Size {
        Size::new(self.image_size, self.width, self.height)
    }

    /// A sentence when steps of the second pass were given but there is none.
    pub(crate) fn idle_steps_note(&self) -> Option<String> {
        let idle = !self.upscale && self.upscale_steps != Self::default().upscale_steps;
        idle.then(|| "Upscale steps have no effect: the sticker is not upscaled.".to_owned())
    }
}

/// Width or height of a custom size. The slider shows what SDXL, on which the model builds, was made for.
fn side(order: u32) -> Ui {
    Ui::new("Size", order)
        .slider()
        .usual_range(512.0, 1536.0)
        .step(8.0)
        .unit("px")
        .shown_if("image_size", "custom")
}
