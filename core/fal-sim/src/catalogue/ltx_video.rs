//! LTX Video: a few seconds of moving pictures from words, or from a picture and words.
//!
//! Source: the provider's published schemas and listing, $0.02 a video (read November 2026). The lower bound of the guidance scale
//! is said as 1 in one place and 2 in another: here it is 1.

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

/// What the model is told to leave out where the request does not say. Source: its model card, read November 2026.
const NEGATIVE_PROMPT: &str = "low quality, worst quality, deformed, distorted, disfigured, motion smear, motion artifacts, fused fingers, \
     bad anatomy, weird hand, ugly";

pub(super) fn models() -> Vec<Model> {
    let from_words = Model {
        id: "fal-ai/ltx-video",
        title: "LTX Video",
        params: vec![
            Param::text("prompt").required(),
            Param::text("negative_prompt").or(NEGATIVE_PROMPT),
            Param::any_int("seed"),
            Param::int("num_inference_steps", 1, 50).or(30),
            Param::number("guidance_scale", 1.0, 10.0).or(3.0),
        ],
        operation: Operation::Video,
        price: Price::PerVideo(0.02),
        latency: Latency {
            base_ms: 1_500,
            step_ms: 180,
            image_ms: 1_200,
        },
        streams: false,
        safety: Safety::Unchecked,
    };
    let mut from_picture = Model {
        id: "fal-ai/ltx-video/image-to-video",
        title: "LTX Video, from a picture",
        ..from_words.clone()
    };
    from_picture.params.push(Param::text("image_url").required());
    vec![from_words, from_picture]
}
