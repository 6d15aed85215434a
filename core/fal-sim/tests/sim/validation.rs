//! Bad input, in the shape of pydantic 2.

use serde_json::{Value, json};

use crate::support::Sim;

/// The (loc, type) pairs of the errors for a body.
async fn errors(sim: &Sim, endpoint: &str, body: &Value) -> Vec<(String, String)> {
    let refused = sim.post(&format!("/run/{endpoint}"), body).await;
    assert_eq!(refused.status, 422, "{body}: {:?}", refused.body);
    let items = refused.body["detail"].as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let loc = |item: &Value| {
        item["loc"]
            .as_array()
            .unwrap()
            .iter()
            .map(word)
            .collect::<Vec<_>>()
            .join(".")
    };
    items.iter().map(|item| (loc(item), word(&item["type"]))).collect()
}

#[tokio::test]
async fn each_rule_has_its_type_and_place() {
    let sim = Sim::start().await;
    let dev = "fal-ai/flux/dev";
    let with = |field: &str, value: Value| {
        let mut body = json!({ "prompt": "x" });
        body[field] = value;
        body
    };
    for (body, loc, kind) in [
        (json!({}), "body.prompt", "missing"),
        (json!([]), "body", "model_attributes_type"),
        (json!({ "prompt": null }), "body.prompt", "string_type"),
        (with("prompt", json!(7)), "body.prompt", "string_type"),
        (with("num_images", json!(0)), "body.num_images", "greater_than_equal"),
        (with("num_images", json!(99)), "body.num_images", "less_than_equal"),
        (with("num_images", json!("many")), "body.num_images", "int_parsing"),
        (with("num_images", json!(1.5)), "body.num_images", "int_from_float"),
        (with("num_images", json!([])), "body.num_images", "int_type"),
        (
            with("guidance_scale", json!(0.5)),
            "body.guidance_scale",
            "greater_than_equal",
        ),
        (
            with("guidance_scale", json!(20.5)),
            "body.guidance_scale",
            "less_than_equal",
        ),
        (
            with("guidance_scale", json!("x")),
            "body.guidance_scale",
            "float_parsing",
        ),
        (with("guidance_scale", json!({})), "body.guidance_scale", "float_type"),
        (with("sync_mode", json!("maybe")), "body.sync_mode", "bool_parsing"),
        (with("sync_mode", json!([])), "body.sync_mode", "bool_type"),
        (
            with("output_format", json!("gif")),
            "body.output_format",
            "literal_error",
        ),
        (
            with("image_size", json!({ "width": 0 })),
            "body.image_size.ImageSize.width",
            "greater_than",
        ),
        (
            with("image_size", json!({ "height": 14143 })),
            "body.image_size.ImageSize.height",
            "less_than_equal",
        ),
    ] {
        assert_eq!(
            errors(&sim, dev, &body).await,
            [(loc.to_owned(), kind.to_owned())],
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_size_that_is_neither_word_nor_object_fails_as_both() {
    let sim = Sim::start().await;
    let found = errors(&sim, "fal-ai/flux/dev", &json!({ "prompt": "x", "image_size": "huge" })).await;
    let expected = [
        ("body.image_size.ImageSize", "model_attributes_type"),
        ("body.image_size", "literal_error"),
    ];
    assert_eq!(found, expected.map(|(loc, kind)| (loc.to_owned(), kind.to_owned())));
}

#[tokio::test]
async fn all_errors_come_at_once_and_lists_say_where() {
    let sim = Sim::start().await;
    let body = json!({ "num_images": 9, "loras": [{ "path": "a" }, { "scale": 5 }], "embeddings": [{ "path": "a", "tokens": [1] }] });
    let found = errors(&sim, "fal-ai/fast-sdxl", &body).await;
    let expected = [
        ("body.loras.1.path", "missing"),
        ("body.loras.1.scale", "less_than_equal"),
        ("body.prompt", "missing"),
        ("body.num_images", "less_than_equal"),
        ("body.embeddings.0.tokens.0", "string_type"),
    ];
    assert_eq!(found, expected.map(|(loc, kind)| (loc.to_owned(), kind.to_owned())));
}

#[tokio::test]
async fn what_pydantic_lets_through_passes() {
    let sim = Sim::start().await;
    let body = json!({
        "prompt": "x", "num_inference_steps": "4", "num_images": 2.0, "sync_mode": "yes", "seed": null,
        "guidance_scale": "3.5", "image_size": { "width": 40 }, "no_such_field": 1
    });
    let result = sim.post("/run/fal-ai/flux/dev", &body).await;
    assert_eq!(result.status, 200, "{:?}", result.body);
    assert_eq!(result.body["images"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&result.body["images"][0]["width"], &result.body["images"][0]["height"]),
        (&json!(40), &json!(512))
    );
    assert!(result.body["seed"].is_u64());
}
