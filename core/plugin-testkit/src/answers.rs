//! Provider answers without a provider: one that most plugins can read, and many that none should.

use serde_json::{Value, json};
use studio_plugin_host::{Answer, ProviderOutput};

/// An output with a file under every name in use, so that plans with several calls can be followed to their end.
pub fn plausible_output() -> Answer {
    let file = json!({
        "url": "https://files.example/picture.png", "width": 1024, "height": 768, "content_type": "image/png",
    });
    let body = json!({"images": [file], "image": file, "video": file, "seed": 7, "timings": {"inference": 1.5}});
    Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: Some(1.0),
    })
}

/// Bodies that are no result of any model: not JSON, of the wrong shape, of the wrong types, endless, hostile.
pub fn garbage_bodies() -> Vec<String> {
    let values: [Value; 12] = [
        json!(null),
        json!([]),
        json!(7),
        json!({}),
        json!({"images": null, "image": null}),
        json!({"images": [], "image": []}),
        json!({"images": {}, "image": {}}),
        json!({"images": [{}], "image": {"width": 1}}),
        json!({"images": [{"url": 5}], "image": {"url": 5}}),
        json!({"images": [{"url": ""}], "image": {"url": ""}}),
        json!({"images": ["https://files.example/x.png"], "image": "https://files.example/x.png"}),
        json!({"detail": {"unexpected": true}}),
    ];
    let texts = [
        String::new(),
        "<html><body>502 Bad Gateway</body></html>".to_owned(),
        r#"{"images": [{"url": "https://files.exam"#.to_owned(),
        r#"{"images": [{"url": "https://files.example/x.png", "width": -1}], "image": {"url": 1e999}}"#.to_owned(),
        "[".repeat(100_000),
        format!("{{\"images\": \"{}\"}}", "x".repeat(1_000_000)),
        "\u{0}\u{1}\u{fffd}".to_owned(),
    ];
    values.iter().map(ToString::to_string).chain(texts).collect()
}
