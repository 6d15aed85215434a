//! The Stable Diffusion XL family: the plain one and its distilled "lightning" version.
//!
//! Source: the provider's published schemas and model pages (read November 2026).

use super::{Model, Operation, Param, Price, Safety};
use crate::config::Latency;

pub(super) fn models() -> Vec<Model> {
    vec![
        fast_sdxl(),
        fast_sdxl_image_to_image(),
        fast_sdxl_inpainting(),
        lightning(),
        lightning_image_to_image(),
        lightning_inpainting(),
    ]
}

/// Steps of the models that start from a picture.
const MOST_STEPS_FROM_A_PICTURE: i64 = 65;

fn fast_sdxl() -> Model {
    Model {
        id: "fal-ai/fast-sdxl",
        title: "Stable Diffusion XL (fast)",
        params: [fast(50), shared()].concat(),
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

fn fast_sdxl_image_to_image() -> Model {
    let own = vec![
        source(),
        strength(0.05),
        Param::flag("preserve_aspect_ratio", false),
        Param::flag("crop_output", false),
    ];
    Model {
        id: "fal-ai/fast-sdxl/image-to-image",
        title: "Stable Diffusion XL (fast), image to image",
        params: [own, fast(MOST_STEPS_FROM_A_PICTURE), shared()].concat(),
        operation: Operation::ImageToImage,
        ..fast_sdxl()
    }
}

fn fast_sdxl_inpainting() -> Model {
    Model {
        id: "fal-ai/fast-sdxl/inpainting",
        title: "Stable Diffusion XL (fast), inpainting",
        params: [
            vec![source(), mask(), strength(0.01)],
            fast(MOST_STEPS_FROM_A_PICTURE),
            shared(),
        ]
        .concat(),
        operation: Operation::Inpaint,
        ..fast_sdxl()
    }
}

fn lightning() -> Model {
    Model {
        id: "fal-ai/fast-lightning-sdxl",
        title: "Stable Diffusion XL Lightning",
        params: [distilled(), shared()].concat(),
        latency: Latency {
            base_ms: 200,
            step_ms: 60,
            image_ms: 100,
        },
        ..fast_sdxl()
    }
}

fn lightning_image_to_image() -> Model {
    let own = vec![
        source(),
        strength(0.05),
        Param::flag("preserve_aspect_ratio", false),
        Param::flag("crop_output", false),
    ];
    Model {
        id: "fal-ai/fast-lightning-sdxl/image-to-image",
        title: "Stable Diffusion XL Lightning, image to image",
        params: [own, distilled(), shared()].concat(),
        operation: Operation::ImageToImage,
        ..lightning()
    }
}

fn lightning_inpainting() -> Model {
    Model {
        id: "fal-ai/fast-lightning-sdxl/inpainting",
        title: "Stable Diffusion XL Lightning, inpainting",
        params: [vec![source(), mask(), strength(0.05)], distilled(), shared()].concat(),
        operation: Operation::Inpaint,
        ..lightning()
    }
}

/// What only the plain family has.
fn fast(most_steps: i64) -> Vec<Param> {
    vec![
        Param::text("negative_prompt").or(""),
        Param::int("num_inference_steps", 1, most_steps).or(25),
        Param::number("guidance_scale", 0.0, 20.0).or(7.5),
        Param::list("loras", vec![path(), Param::number("scale", 0.0, 4.0).or(1.0)]),
        Param::text("request_id").or(""),
    ]
}

/// What only the distilled family has. Its schema lists the steps as words; the default is a number, and both are taken.
fn distilled() -> Vec<Param> {
    vec![
        Param::number_word("num_inference_steps", &["1", "2", "4", "8"], "4"),
        Param::number("guidance_rescale", 0.0, 1.0).or(0.0),
    ]
}

fn shared() -> Vec<Param> {
    vec![
        Param::text("prompt").required(),
        Param::size("image_size", "square_hd"),
        Param::any_int("seed"),
        Param::flag("sync_mode", false),
        Param::int("num_images", 1, 8).or(1),
        Param::list("embeddings", vec![path(), Param::words("tokens", &["<s0>", "<s1>"])]),
        Param::flag("enable_safety_checker", true),
        Param::one_of("safety_checker_version", &["v1", "v2"], "v1"),
        Param::flag("expand_prompt", false),
        Param::one_of("format", &["jpeg", "png"], "jpeg"),
    ]
}

fn path() -> Param {
    Param::text("path").required()
}

fn source() -> Param {
    Param::text("image_url").required()
}

fn mask() -> Param {
    Param::text("mask_url").required()
}

fn strength(least: f64) -> Param {
    Param::number("strength", least, 1.0).or(0.95)
}
