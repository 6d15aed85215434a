//! How the models are presented: words, presets, capabilities.

use serde_json::json;
use studio_plugin_sdk::{Manifest, ModelBuilder, Operation};

use crate::models::Sdxl;
use crate::params_fast::{FastImageToImageParams, FastInpaintingParams, FastParams};
use crate::params_lightning::{LightningEditParams, LightningParams};

/// What a plain model can do besides taking a size or a strength.
const FAST: [&str; 7] = [
    "seed",
    "guidance",
    "steps",
    "negative-prompt",
    "lora",
    "prompt-expansion",
    "safety-checker",
];

/// What a lightning model can do.
const LIGHTNING: [&str; 4] = ["seed", "steps", "prompt-expansion", "safety-checker"];

/// The plugin and all its models.
pub(crate) fn manifest() -> Manifest {
    let models = [
        fast(),
        fast_image_to_image(),
        fast_inpainting(),
        lightning(),
        lightning_image_to_image(),
        lightning_inpainting(),
        alias(),
    ];
    let plugin = Manifest::new(
        "fal-sdxl",
        env!("CARGO_PKG_VERSION"),
        "Stable Diffusion XL (fal.ai)",
        "AI Image Design Studio",
    );
    models
        .into_iter()
        .fold(plugin, |plugin, model| plugin.model(model.build()))
}

fn fast() -> ModelBuilder {
    text_to_image(Sdxl::Fast)
        .description("The classic open model: strong styles, takes a negative prompt, and costs a fraction of a cent.")
}

/// People and scripts know the model by this name.
fn alias() -> ModelBuilder {
    text_to_image(Sdxl::Alias).description(
        "The same as Stable Diffusion XL: the provider has no endpoint of this name, so jobs go to fal-ai/fast-sdxl.",
    )
}

fn text_to_image(model: Sdxl) -> ModelBuilder {
    model
        .builder(Operation::TextToImage)
        .parameters::<FastParams>()
        .capabilities(&[&FAST[..], &["custom-size"]].concat())
        .preset("Draft", &json!({"num_inference_steps": 12}))
        .preset("Detailed", &json!({"num_inference_steps": 40}))
        .typical_duration_ms(3_500)
        .best_for(&["illustration", "fantasy", "styles", "low cost"])
}

fn fast_image_to_image() -> ModelBuilder {
    Sdxl::FastImageToImage
        .builder(Operation::ImageToImage)
        .parameters::<FastImageToImageParams>()
        .description("Repaints a picture after a prompt, with a negative prompt and LoRA add-ons where wanted.")
        .capabilities(&[&FAST[..], &["strength"]].concat())
        .preset("Touch up", &json!({"strength": 0.4}))
        .typical_duration_ms(3_500)
        .best_for(&["changing style", "sketch to picture", "low cost"])
}

fn fast_inpainting() -> ModelBuilder {
    Sdxl::FastInpainting
        .builder(Operation::Inpaint)
        .parameters::<FastInpaintingParams>()
        .description("Repaints the masked part of a picture for a fraction of a cent.")
        .capabilities(&[&FAST[..], &["strength"]].concat())
        .preset("Replace", &json!({"strength": 1.0}))
        .typical_duration_ms(3_500)
        .best_for(&["replacing things", "low cost"])
}

fn lightning() -> ModelBuilder {
    Sdxl::Lightning
        .builder(Operation::TextToImage)
        .parameters::<LightningParams>()
        .description("Stable Diffusion XL in one to eight steps: nearly as good, several times as fast.")
        .capabilities(&[&LIGHTNING[..], &["custom-size"]].concat())
        .preset("Sketch", &json!({"num_inference_steps": "1"}))
        .preset("Best", &json!({"num_inference_steps": "8"}))
        .typical_duration_ms(1_200)
        .best_for(&["drafts", "many variations", "low cost"])
}

fn lightning_image_to_image() -> ModelBuilder {
    Sdxl::LightningImageToImage
        .builder(Operation::ImageToImage)
        .parameters::<LightningEditParams>()
        .description("Repaints a picture after a prompt within about a second.")
        .capabilities(&[&LIGHTNING[..], &["strength"]].concat())
        .preset("Touch up", &json!({"strength": 0.4}))
        .typical_duration_ms(1_200)
        .best_for(&["drafts", "changing style"])
}

fn lightning_inpainting() -> ModelBuilder {
    Sdxl::LightningInpainting
        .builder(Operation::Inpaint)
        .parameters::<LightningEditParams>()
        .description("Repaints the masked part of a picture within about a second.")
        .capabilities(&[&LIGHTNING[..], &["strength"]].concat())
        .typical_duration_ms(1_200)
        .best_for(&["drafts", "replacing things"])
}
