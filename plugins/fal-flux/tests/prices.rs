//! What jobs cost, natively.
#![allow(clippy::unwrap_used, reason = "tests")]

use fal_flux::FalFlux;
use serde_json::{Value, json};
use studio_plugin_sdk::{Job, Plugin};

/// Expected and high price of a job in micro-dollars.
fn check(model_id: &str, parameters: &Value, num_images: u32, expected: u64, high: u64) {
    let job = Job {
        model_id: model_id.to_owned(),
        parameters: parameters.as_object().unwrap().clone(),
        num_images,
        ..Job::default()
    };
    let price = FalFlux::estimate(&job).unwrap();
    assert_eq!(
        (price.expected_microdollars, price.high_microdollars),
        (expected, high),
        "{model_id}"
    );
}

#[test]
fn default_pictures_are_one_megapixel() {
    check("fal-ai/flux/dev", &json!({}), 1, 25_000, 25_000);
    check("fal-ai/flux/schnell", &json!({}), 4, 12_000, 12_000);
    check("fal-ai/flux-pro/v1.1", &json!({}), 2, 80_000, 80_000);
}

#[test]
fn a_square_hd_may_count_as_two() {
    check(
        "fal-ai/flux/dev",
        &json!({"image_size": "square_hd"}),
        1,
        25_000,
        50_000,
    );
}

#[test]
fn the_largest_size_is_priced_without_overflow() {
    let largest = json!({"image_size": "custom", "width": 14_142, "height": 14_142});
    check("fal-ai/flux-pro/v1.1", &largest, 4, 4 * 191 * 40_000, 4 * 200 * 40_000);
}

#[test]
fn ultra_costs_the_same_in_every_shape() {
    for ratio in ["21:9", "1:1"] {
        check(
            "fal-ai/flux-pro/v1.1-ultra",
            &json!({"aspect_ratio": ratio}),
            2,
            120_000,
            120_000,
        );
    }
}
