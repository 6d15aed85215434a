//! FLUX.1 [dev] with add-ons: LoRA, and in `flux-general` ControlNet and IP adapters as well.
//!
//! Source: the provider's published schemas and model pages (read November 2026).

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![lora(), lora_image_to_image(), lora_inpainting(), general()]
}

/// Formats of all these models.
const FORMATS: &[&str] = &["jpeg", "png"];

/// What a picture of a control union says. Source: the endpoint's schema.
const CONTROL_MODES: &[&str] = &["canny", "tile", "depth", "blur", "pose", "gray", "low-quality"];

fn lora() -> Model {
    let size = vec![Param::size("image_size", "landscape_4_3")];
    Model {
        id: "fal-ai/flux-lora",
        title: "FLUX.1 [dev] with LoRA",
        params: [size, shared()].concat(),
        operation: Operation::TextToImage,
        price: Price::PerMegapixel(0.035),
        latency: Latency {
            base_ms: 600,
            step_ms: 75,
            image_ms: 120,
        },
        streams: false,
        safety: Safety::BlackPicture,
    }
}

fn lora_image_to_image() -> Model {
    Model {
        id: "fal-ai/flux-lora/image-to-image",
        title: "FLUX.1 [dev] with LoRA, image to image",
        params: [vec![source(), strength(), Param::optional_size("image_size")], shared()].concat(),
        operation: Operation::ImageToImage,
        ..lora()
    }
}

fn lora_inpainting() -> Model {
    let own = vec![source(), mask(), strength(), Param::optional_size("image_size")];
    Model {
        id: "fal-ai/flux-lora/inpainting",
        title: "FLUX.1 [dev] with LoRA, inpainting",
        params: [own, shared()].concat(),
        operation: Operation::Inpaint,
        ..lora()
    }
}

fn general() -> Model {
    let params = vec![
        prompt(),
        Param::text("negative_prompt").or(""),
        Param::optional_size("image_size"),
        Param::int("num_inference_steps", 1, 50).or(28),
        Param::number("guidance_scale", 0.0, 20.0).or(3.5),
        Param::number("real_cfg_scale", 0.0, 5.0).or(3.5),
        Param::flag("use_real_cfg", false),
        Param::flag("use_cfg_zero", false),
        Param::any_int("seed"),
        Param::int("num_images", 1, 10).or(1),
        Param::flag("enable_safety_checker", true),
        Param::flag("sync_mode", false),
        Param::one_of("output_format", FORMATS, "png"),
        loras(),
        Param::number("base_shift", 0.01, 5.0).or(0.5),
        Param::number("max_shift", 0.01, 5.0).or(1.15),
        Param::one_of("scheduler", &["euler", "dpmpp_2m"], "euler"),
        Param::flag("use_beta_schedule", false),
        control_unions(),
        ip_adapters(),
    ];
    Model {
        id: "fal-ai/flux-general",
        title: "FLUX.1 [dev] with ControlNet, LoRA and IP adapters",
        params,
        price: Price::PerMegapixel(0.075),
        ..lora()
    }
}

fn control_unions() -> Param {
    let control = vec![
        Param::text("control_image_url").required(),
        Param::one_of("control_mode", CONTROL_MODES, "canny").required(),
        Param::number("conditioning_scale", 0.0, 2.0).or(1.0),
        Param::number("start_percentage", 0.0, 1.0).or(0.0),
        Param::number("end_percentage", 0.0, 1.0).or(1.0),
    ];
    let union = vec![
        Param::text("path").required(),
        Param::list("controls", control).required(),
    ];
    Param::list("controlnet_unions", union)
}

fn ip_adapters() -> Param {
    let adapter = vec![
        Param::text("path").required(),
        Param::text("image_encoder_path").required(),
        Param::text("image_url").required(),
        Param::number("scale", 0.0, 10.0).required(),
        Param::text("weight_name"),
    ];
    Param::list("ip_adapters", adapter)
}

fn shared() -> Vec<Param> {
    vec![
        prompt(),
        Param::int("num_inference_steps", 1, 50).or(28),
        Param::number("guidance_scale", 0.0, 35.0).or(3.5),
        loras(),
        Param::one_of("acceleration", &["none", "regular"], "none"),
        Param::any_int("seed"),
        Param::flag("sync_mode", false),
        Param::int("num_images", 1, 4).or(1),
        Param::flag("enable_safety_checker", true),
        Param::one_of("output_format", FORMATS, "jpeg"),
    ]
}

fn prompt() -> Param {
    Param::text("prompt").required()
}

fn source() -> Param {
    Param::text("image_url").required()
}

fn mask() -> Param {
    Param::text("mask_url").required()
}

fn strength() -> Param {
    Param::number("strength", 0.01, 1.0).or(0.85)
}

fn loras() -> Param {
    let fields = vec![Param::text("path").required(), Param::number("scale", 0.0, 4.0).or(1.0)];
    Param::list("loras", fields)
}
