//! Face to Sticker.
//!
//! Source: the provider's published schema (read November 2026). Its price is not published: that of the SDXL family stands in.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![Model {
        id: "fal-ai/face-to-sticker",
        title: "Face to Sticker",
        params: vec![
            Param::text("image_url").required(),
            Param::text("prompt").required(),
            Param::text("negative_prompt").or(""),
            Param::size("image_size", "square_hd"),
            Param::int("num_inference_steps", 10, 40).or(20),
            Param::number("guidance_scale", 0.0, 10.0).or(4.5),
            Param::any_int("seed"),
            Param::number("ip_adapter_weight", 0.0, 1.0).or(0.2),
            Param::number("ip_adapter_noise", 0.0, 1.0).or(0.5),
            Param::number("instant_id_strength", 0.0, 1.0).or(0.7),
            Param::flag("upscale", false),
            Param::int("upscale_steps", 1, 20).or(10),
            Param::flag("enable_safety_checker", true),
        ],
        operation: Operation::Sticker,
        price: Price::PerComputeSecond(0.00111),
        latency: Latency {
            base_ms: 3_500,
            step_ms: 180,
            image_ms: 400,
        },
        streams: false,
        safety: Safety::BlackPicture,
    }]
}
