//! AuraFlow.
//!
//! Source: the provider's published schema (read November 2026). Its price is not published: that of the SDXL family stands in.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![Model {
        id: "fal-ai/aura-flow",
        title: "AuraFlow",
        params: vec![
            Param::text("prompt").required(),
            Param::int("num_images", 1, 2).or(1),
            Param::any_int("seed"),
            Param::number("guidance_scale", 0.0, 20.0).or(3.5),
            Param::int("num_inference_steps", 20, 50).or(50),
            Param::flag("expand_prompt", true),
            Param::flag("sync_mode", false),
        ],
        operation: Operation::TextToImage,
        price: Price::PerComputeSecond(0.00111),
        latency: Latency {
            base_ms: 800,
            step_ms: 140,
            image_ms: 200,
        },
        streams: false,
        safety: Safety::Unchecked,
    }]
}
