//! Models that cut out the subject of a picture.
//!
//! Source: the provider's published schemas and model pages (read November 2026). The price of rembg is not published.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![birefnet(), rembg()]
}

fn birefnet() -> Model {
    let weights = &["General Use (Light)", "General Use (Heavy)", "Portrait"];
    Model {
        id: "fal-ai/birefnet",
        title: "BiRefNet",
        params: vec![
            Param::text("image_url").required(),
            Param::one_of("model", weights, "General Use (Light)"),
            Param::one_of("operating_resolution", &["1024x1024", "2048x2048"], "1024x1024"),
            Param::one_of("output_format", &["webp", "png", "gif"], "png"),
            Param::flag("output_mask", false),
            Param::flag("refine_foreground", true),
            Param::flag("sync_mode", false),
        ],
        operation: Operation::RemoveBackground,
        price: Price::PerComputeSecond(0.00111),
        latency: Latency {
            base_ms: 700,
            step_ms: 0,
            image_ms: 900,
        },
        streams: false,
        safety: Safety::Refusal,
    }
}

fn rembg() -> Model {
    Model {
        id: "fal-ai/imageutils/rembg",
        title: "Rembg",
        params: vec![
            Param::text("image_url").required(),
            Param::flag("crop_to_bbox", false),
            Param::flag("sync_mode", false),
        ],
        ..birefnet()
    }
}
