//! The FLUX.2 family.
//!
//! Source: the provider's published schemas and listings (read November 2026). A size is held to the toolkit's bounds, not to the model's
//! own of 512 to 2048; the price of `/edit` is not published, that of its sibling stands in.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    let draw = Model {
        id: "fal-ai/flux-2",
        title: "FLUX.2 [dev]",
        params: params(Param::size("image_size", "landscape_4_3")),
        operation: Operation::TextToImage,
        price: Price::PerMegapixel(0.012),
        latency: Latency {
            base_ms: 400,
            step_ms: 80,
            image_ms: 150,
        },
        streams: false,
        safety: Safety::BlackPicture,
    };
    let mut edit = Model {
        id: "fal-ai/flux-2/edit",
        title: "FLUX.2 [dev] edit",
        params: params(Param::optional_size("image_size")),
        operation: Operation::ImageToImage,
        ..draw.clone()
    };
    edit.params.push(Param::words("image_urls", &[]).required());
    vec![draw, edit]
}

fn params(size: Param) -> Vec<Param> {
    vec![
        Param::text("prompt").required(),
        size,
        Param::int("num_inference_steps", 4, 50).or(28),
        Param::number("guidance_scale", 0.0, 20.0).or(2.5),
        Param::one_of("acceleration", &["none", "regular", "high"], "regular"),
        Param::flag("enable_prompt_expansion", false),
        Param::any_int("seed"),
        Param::flag("sync_mode", false),
        Param::int("num_images", 1, 4).or(1),
        Param::flag("enable_safety_checker", true),
        Param::one_of("output_format", &["jpeg", "png", "webp"], "png"),
    ]
}
