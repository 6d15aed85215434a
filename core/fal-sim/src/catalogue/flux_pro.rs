//! The hosted professional FLUX models besides FLUX1.1 [pro]: ultra and fill.
//!
//! Source: the provider's published schemas and model pages (read November 2026).

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![ultra(), fill()]
}

/// The shapes by name. Source: the endpoint's schema.
const ASPECT_RATIOS: &[&str] = &["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"];

fn ultra() -> Model {
    let own = vec![
        Param::text("prompt").required(),
        Param::one_of("aspect_ratio", ASPECT_RATIOS, "16:9"),
        Param::flag("raw", false),
        Param::text("image_url"),
        Param::number("image_prompt_strength", 0.0, 1.0).or(0.1),
    ];
    Model {
        id: "fal-ai/flux-pro/v1.1-ultra",
        title: "FLUX1.1 [pro] ultra",
        params: [own, hosted()].concat(),
        operation: Operation::TextToImage,
        price: Price::PerImage(0.06),
        latency: Latency {
            base_ms: 4500,
            step_ms: 0,
            image_ms: 600,
        },
        streams: false,
        safety: Safety::Refusal,
    }
}

fn fill() -> Model {
    let own = vec![
        Param::text("prompt").required(),
        Param::text("image_url").required(),
        Param::text("mask_url").required(),
    ];
    Model {
        id: "fal-ai/flux-pro/v1/fill",
        title: "FLUX.1 [pro] fill",
        params: [own, hosted()].concat(),
        operation: Operation::Inpaint,
        price: Price::PerMegapixel(0.05),
        ..ultra()
    }
}

/// What the hosted models share.
fn hosted() -> Vec<Param> {
    vec![
        Param::any_int("seed"),
        Param::flag("sync_mode", false),
        Param::int("num_images", 1, 4).or(1),
        Param::flag("enable_safety_checker", true),
        Param::one_of("output_format", &["jpeg", "png"], "jpeg"),
        Param::one_of("safety_tolerance", &["1", "2", "3", "4", "5", "6"], "2"),
        Param::flag("enhance_prompt", false),
    ]
}
