//! The Stable Diffusion XL family.
//!
//! Source: the provider's published schemas and model pages (read November 2026).

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![fast_sdxl()]
}

fn fast_sdxl() -> Model {
    Model {
        id: "fal-ai/fast-sdxl",
        title: "Stable Diffusion XL (fast)",
        params: vec![
            Param::text("prompt").required(),
            Param::text("negative_prompt").or(""),
            Param::size("image_size", "square_hd"),
            Param::int("num_inference_steps", 1, 50).or(25),
            Param::any_int("seed"),
            Param::number("guidance_scale", 0.0, 20.0).or(7.5),
            Param::flag("sync_mode", false),
            Param::int("num_images", 1, 8).or(1),
            Param::list("loras", vec![path(), Param::number("scale", 0.0, 4.0).or(1.0)]),
            Param::list("embeddings", vec![path(), Param::words("tokens", &["<s0>", "<s1>"])]),
            Param::flag("enable_safety_checker", true),
            Param::one_of("safety_checker_version", &["v1", "v2"], "v1"),
            Param::flag("expand_prompt", false),
            Param::one_of("format", &["jpeg", "png"], "jpeg"),
            Param::text("request_id").or(""),
        ],
        operation: Operation::TextToImage,
        price: Price::PerComputeSecond(0.00111),
        latency: Latency {
            base_ms: 250,
            step_ms: 55,
            image_ms: 120,
        },
        streams: false,
        safety: Safety::BlackPicture,
    }
}

fn path() -> Param {
    Param::text("path").required()
}
