//! Models that enlarge a picture.
//!
//! Source: the provider's published schemas and model pages (read November 2026). AuraSR's price is not published.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![clarity(), esrgan(), aura_sr()]
}

fn clarity() -> Model {
    Model {
        id: "fal-ai/clarity-upscaler",
        title: "Clarity Upscaler",
        params: vec![
            Param::text("image_url").required(),
            Param::text("prompt").or("masterpiece, best quality, highres"),
            Param::number("upscale_factor", 1.0, 4.0).or(2.0),
            Param::text("negative_prompt").or("(worst quality, low quality, normal quality:2)"),
            Param::number("creativity", 0.0, 1.0).or(0.35),
            Param::number("resemblance", 0.0, 1.0).or(0.6),
            Param::number("guidance_scale", 0.0, 20.0).or(4.0),
            Param::int("num_inference_steps", 4, 50).or(18),
            Param::any_int("seed"),
            Param::flag("enable_safety_checker", true),
        ],
        operation: Operation::Upscale("upscale_factor"),
        price: Price::PerMegapixel(0.03),
        latency: Latency {
            base_ms: 2_500,
            step_ms: 300,
            image_ms: 1_000,
        },
        streams: false,
        safety: Safety::Refusal,
    }
}

fn esrgan() -> Model {
    let weights = &[
        "RealESRGAN_x4plus",
        "RealESRGAN_x2plus",
        "RealESRGAN_x4plus_anime_6B",
        "RealESRGAN_x4_v3",
        "RealESRGAN_x4_wdn_v3",
        "RealESRGAN_x4_anime_v3",
    ];
    Model {
        id: "fal-ai/esrgan",
        title: "ESRGAN",
        params: vec![
            Param::text("image_url").required(),
            Param::number("scale", 1.0, 8.0).or(2.0),
            Param::any_int("tile").or(0),
            Param::flag("face", false),
            Param::one_of("model", weights, "RealESRGAN_x4plus"),
            Param::one_of("output_format", &["png", "jpeg"], "png"),
        ],
        operation: Operation::Upscale("scale"),
        price: Price::PerComputeSecond(0.00111),
        latency: Latency {
            base_ms: 900,
            step_ms: 0,
            image_ms: 1_200,
        },
        ..clarity()
    }
}

fn aura_sr() -> Model {
    Model {
        id: "fal-ai/aura-sr",
        title: "AuraSR",
        params: vec![
            Param::text("image_url").required(),
            Param::int("upscaling_factor", 4, 4).or(4),
            Param::flag("overlapping_tiles", false),
            Param::one_of("checkpoint", &["v1", "v2"], "v1"),
        ],
        operation: Operation::Upscale("upscaling_factor"),
        latency: Latency {
            base_ms: 1_200,
            step_ms: 0,
            image_ms: 2_500,
        },
        ..esrgan()
    }
}
