//! Nano Banana.
//!
//! Source: the provider's published schemas and listings (read November 2026). The price of `/edit` is not published, that of its sibling
//! stands in.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

/// The endpoint that draws; the others of the family begin with it.
pub(super) const ID: &str = "fal-ai/nano-banana";

/// The shapes of a picture; `auto` is that of the source.
const RATIOS: &[&str] = &[
    "auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16",
];

pub(super) fn models() -> Vec<Model> {
    let draw = Model {
        id: ID,
        title: "Nano Banana",
        params: params(Param::one_of("aspect_ratio", &RATIOS[1..], "1:1")),
        operation: Operation::TextToImage,
        price: Price::PerImage(0.039),
        latency: Latency {
            base_ms: 3000,
            step_ms: 0,
            image_ms: 1500,
        },
        streams: false,
        safety: Safety::Refusal,
    };
    let mut edit = Model {
        id: "fal-ai/nano-banana/edit",
        title: "Nano Banana edit",
        params: params(Param::one_of("aspect_ratio", RATIOS, "auto")),
        operation: Operation::ImageToImage,
        ..draw.clone()
    };
    edit.params.push(Param::words("image_urls", &[]).required());
    vec![draw, edit]
}

fn params(shape: Param) -> Vec<Param> {
    vec![
        Param::text("prompt").required(),
        Param::int("num_images", 1, 4).or(1),
        shape,
        Param::one_of("output_format", &["jpeg", "png", "webp"], "png"),
        Param::any_int("seed"),
        Param::one_of("safety_tolerance", &["1", "2", "3", "4", "5", "6"], "4"),
        Param::flag("limit_generations", false),
        Param::flag("sync_mode", false),
    ]
}
