//! How the models are presented: words, presets, capabilities.

use serde_json::json;
use studio_plugin_sdk::{Manifest, ModelBuilder, Operation};

use crate::models::Flux;
use crate::params::{DevParams, ImageToImageParams, ProParams, SchnellParams};
use crate::params_lora::{GeneralParams, LoraEditParams, LoraParams};
use crate::params_pro::{FillParams, UltraParams};

/// What may be done with pictures of the open weights.
const DEV_LICENCE: &str =
    "Results may be used commercially; the weights themselves are under a non-commercial licence.";

/// What may be done with pictures of the hosted models.
const PRO_LICENCE: &str = "Results may be used commercially under the provider's terms.";

/// The plugin and all its models.
pub(crate) fn manifest() -> Manifest {
    let models = [
        dev(),
        schnell(),
        pro(),
        ultra(),
        image_to_image(),
        fill(),
        lora(),
        lora_image_to_image(),
        lora_inpainting(),
        general(),
    ];
    let plugin = Manifest::new(
        "fal-flux",
        env!("CARGO_PKG_VERSION"),
        "FLUX.1 (fal.ai)",
        "AI Image Design Studio",
    );
    models
        .into_iter()
        .fold(plugin, |plugin, model| plugin.model(model.build()))
}

fn dev() -> ModelBuilder {
    Flux::Dev
        .builder(Operation::TextToImage)
        .parameters::<DevParams>()
        .description("Open-weight 12B model: follows long prompts closely, writes legible text, steady quality.")
        .capabilities(&["seed", "guidance", "steps", "custom-size", "safety-checker"])
        .preset("Draft", &json!({"num_inference_steps": 12, "acceleration": "high"}))
        .preset("Detailed", &json!({"num_inference_steps": 40}))
        .typical_duration_ms(4_000)
        .licence(DEV_LICENCE)
        .best_for(&["photographs", "illustration", "text in pictures", "long prompts"])
}

fn schnell() -> ModelBuilder {
    Flux::Schnell
        .builder(Operation::TextToImage)
        .parameters::<SchnellParams>()
        .description("The fast and cheap FLUX: pictures in one to four steps, for trying ideas out.")
        .capabilities(&["seed", "guidance", "steps", "custom-size", "safety-checker"])
        .preset("Fastest", &json!({"num_inference_steps": 1}))
        .preset("Best", &json!({"num_inference_steps": 8}))
        .typical_duration_ms(1_500)
        .licence("Apache 2.0: results may be used commercially.")
        .best_for(&["drafts", "many variations", "low cost"])
}

fn pro() -> ModelBuilder {
    Flux::Pro11
        .builder(Operation::TextToImage)
        .parameters::<ProParams>()
        .description("The hosted professional model: best composition and detail, without knobs to turn.")
        .capabilities(&["seed", "custom-size", "safety-tolerance", "prompt-enhancement"])
        .typical_duration_ms(6_000)
        .licence(PRO_LICENCE)
        .best_for(&["final pictures", "photographs", "product shots"])
}

fn image_to_image() -> ModelBuilder {
    Flux::DevImageToImage
        .builder(Operation::ImageToImage)
        .parameters::<ImageToImageParams>()
        .description("Repaints a picture after a prompt; strength says how far it may go from the original.")
        .capabilities(&["seed", "guidance", "steps", "strength", "safety-checker"])
        .preset("Touch up", &json!({"strength": 0.4}))
        .preset("Reimagine", &json!({"strength": 0.9}))
        .typical_duration_ms(5_000)
        .licence(DEV_LICENCE)
        .best_for(&["variations of a picture", "changing style", "sketch to picture"])
}

fn ultra() -> ModelBuilder {
    Flux::Ultra
        .builder(Operation::TextToImage)
        .parameters::<UltraParams>()
        .description("The professional model at about four megapixels, for one price whatever the shape.")
        .capabilities(&["seed", "style-input", "safety-tolerance", "prompt-enhancement"])
        .preset("Snapshot", &json!({"raw": true}))
        .typical_duration_ms(12_000)
        .licence(PRO_LICENCE)
        .best_for(&["prints", "wallpapers", "photographs"])
}

fn fill() -> ModelBuilder {
    Flux::Fill
        .builder(Operation::Inpaint)
        .parameters::<FillParams>()
        .description("Repaints the masked part of a picture, or what lies beyond its edges, so that it fits the rest.")
        .capabilities(&["seed", "outpainting", "safety-tolerance", "prompt-enhancement"])
        .typical_duration_ms(9_000)
        .licence(PRO_LICENCE)
        .best_for(&["replacing things", "removing things", "extending a picture"])
}

fn lora() -> ModelBuilder {
    Flux::Lora
        .builder(Operation::TextToImage)
        .parameters::<LoraParams>()
        .description("FLUX.1 [dev] with LoRA add-ons, which bring a style, a character or a product to it.")
        .capabilities(&["seed", "guidance", "steps", "custom-size", "lora", "safety-checker"])
        .typical_duration_ms(6_000)
        .licence(DEV_LICENCE)
        .best_for(&["own styles", "characters", "products"])
}

fn lora_image_to_image() -> ModelBuilder {
    Flux::LoraImageToImage
        .builder(Operation::ImageToImage)
        .parameters::<LoraEditParams>()
        .description("Repaints a picture after a prompt, in the manner of a LoRA add-on.")
        .capabilities(&["seed", "guidance", "steps", "strength", "lora", "safety-checker"])
        .preset("Touch up", &json!({"strength": 0.4}))
        .typical_duration_ms(6_000)
        .licence(DEV_LICENCE)
        .best_for(&["own styles", "changing style", "variations of a picture"])
}

fn lora_inpainting() -> ModelBuilder {
    Flux::LoraInpainting
        .builder(Operation::Inpaint)
        .parameters::<LoraEditParams>()
        .description("Repaints the masked part of a picture, with LoRA add-ons where wanted.")
        .capabilities(&["seed", "guidance", "steps", "strength", "lora", "safety-checker"])
        .preset("Replace", &json!({"strength": 1.0}))
        .typical_duration_ms(6_000)
        .licence(DEV_LICENCE)
        .best_for(&["replacing things", "own styles"])
}

fn general() -> ModelBuilder {
    Flux::General
        .builder(Operation::TextToImage)
        .parameters::<GeneralParams>()
        .description(
            "FLUX.1 [dev] with everything: control pictures for composition, style pictures, LoRA, a negative prompt.",
        )
        .capabilities(&[
            "seed",
            "guidance",
            "steps",
            "custom-size",
            "lora",
            "control-input",
            "style-input",
            "negative-prompt",
            "safety-checker",
        ])
        .preset("Follow loosely", &json!({"control_strength": 0.5, "control_end": 0.6}))
        .typical_duration_ms(9_000)
        .licence(DEV_LICENCE)
        .best_for(&["given compositions", "given styles", "negative prompts"])
}
