//! The FLUX.1 family.
//!
//! Source: the provider's published schemas and model pages (read November 2026).

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![dev(), schnell(), dev_image_to_image(), pro_v1_1()]
}

fn dev() -> Model {
    Model {
        id: "fal-ai/flux/dev",
        title: "FLUX.1 [dev]",
        params: text_to_image(Param::int("num_inference_steps", 1, 50).or(28)),
        operation: Operation::TextToImage,
        price: Price::PerMegapixel(0.025),
        latency: Latency {
            base_ms: 250,
            step_ms: 70,
            image_ms: 120,
        },
        streams: true,
        safety: Safety::BlackPicture,
    }
}

fn schnell() -> Model {
    Model {
        id: "fal-ai/flux/schnell",
        title: "FLUX.1 [schnell]",
        params: text_to_image(Param::int("num_inference_steps", 1, 12).or(4)),
        price: Price::PerMegapixel(0.003),
        latency: Latency {
            base_ms: 150,
            step_ms: 110,
            image_ms: 80,
        },
        ..dev()
    }
}

fn dev_image_to_image() -> Model {
    let own = vec![
        Param::text("image_url").required(),
        Param::number("strength", 0.01, 1.0).or(0.95),
        Param::int("num_inference_steps", 10, 50).or(40),
        prompt(),
        guidance(),
        acceleration(),
    ];
    Model {
        id: "fal-ai/flux/dev/image-to-image",
        title: "FLUX.1 [dev] image to image",
        params: [own, common()].concat(),
        operation: Operation::ImageToImage,
        price: Price::PerMegapixel(0.03),
        streams: false,
        ..dev()
    }
}

fn pro_v1_1() -> Model {
    let own = vec![
        prompt(),
        Param::size("image_size", "landscape_4_3"),
        Param::one_of("safety_tolerance", &["1", "2", "3", "4", "5", "6"], "2"),
        Param::flag("enhance_prompt", false),
    ];
    Model {
        id: "fal-ai/flux-pro/v1.1",
        title: "FLUX1.1 [pro]",
        params: [own, common()].concat(),
        operation: Operation::TextToImage,
        price: Price::PerMegapixel(0.04),
        latency: Latency {
            base_ms: 2200,
            step_ms: 0,
            image_ms: 300,
        },
        streams: false,
        safety: Safety::Refusal,
    }
}

fn text_to_image(steps: Param) -> Vec<Param> {
    let own = vec![
        prompt(),
        Param::size("image_size", "landscape_4_3"),
        steps,
        guidance(),
        acceleration(),
    ];
    [own, common()].concat()
}

fn prompt() -> Param {
    Param::text("prompt").required()
}

fn guidance() -> Param {
    Param::number("guidance_scale", 1.0, 20.0).or(3.5)
}

fn acceleration() -> Param {
    Param::one_of("acceleration", &["none", "regular", "high"], "none")
}

/// The fields nearly every image model of the provider shares.
fn common() -> Vec<Param> {
    vec![
        Param::any_int("seed"),
        Param::flag("sync_mode", false),
        Param::int("num_images", 1, 4).or(1),
        Param::flag("enable_safety_checker", true),
        Param::one_of("output_format", &["jpeg", "png"], "jpeg"),
    ]
}
