//! Breaks every limit and rule of a call, one model for each way. The host's tests run it (`core/plugin-host/tests/hostile.rs`).
//!
//! `hostile/well-behaved` does nothing wrong: with it the tests prove that the host still works afterwards.

mod misdeeds;

use serde_json::json;
use studio_plugin_sdk::{
    Answer, Call, Error, Job, Manifest, MediaKind, Model, ModelBuilder, Operation, OutputFile, Outputs, Plugin, Price,
    PriceLine, Step, export_plugin,
};

const ENDPOINT: &str = "hostile/endpoint";

/// Every model; the part after `hostile/` is what it does.
const MODELS: [&str; 16] = [
    "hostile/well-behaved",
    "hostile/loop",
    "hostile/memory",
    "hostile/memory-at-once",
    "hostile/panic",
    "hostile/recursion",
    "hostile/recursion-large-frames",
    "hostile/huge-output",
    "hostile/log-flood",
    "hostile/undeclared-endpoint",
    "hostile/input-not-object",
    "hostile/huge-state",
    "hostile/no-files",
    "hostile/file-url",
    "hostile/no-fields",
    "hostile/price-order",
];

/// The plugin.
pub struct Hostile;

impl Plugin for Hostile {
    fn describe() -> Manifest {
        let models = MODELS.into_iter().map(model);
        models.fold(
            Manifest::new("hostile-calls", "1.0.0", "Hostile calls", "Tests"),
            Manifest::model,
        )
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        let high = if job.model_id == "hostile/price-order" { 1 } else { 30 };
        Ok(Price {
            low_microdollars: 10,
            expected_microdollars: 20,
            high_microdollars: high,
            basis: "invented".to_owned(),
        })
    }

    fn start(job: &Job) -> Result<Step, Error> {
        match job.model_id.as_str() {
            "hostile/loop" => misdeeds::spin(),
            "hostile/memory" => misdeeds::hoard(),
            "hostile/memory-at-once" => misdeeds::grab(),
            "hostile/panic" => panic!("deliberate panic for {:?}", job.prompt),
            "hostile/recursion" => {
                misdeeds::recurse(job.seed);
            }
            "hostile/recursion-large-frames" => {
                misdeeds::recurse_with_large_frames(job.seed);
            }
            "hostile/log-flood" => misdeeds::flood_log(),
            "hostile/no-fields" => return Err(Error::InvalidInput(Vec::new())),
            "hostile/no-files" => return Ok(done(Vec::new())),
            "hostile/file-url" => return Ok(done(vec![file("file:///etc/passwd")])),
            _ => {}
        }
        Ok(call(&job.model_id).into())
    }

    fn resume(_job: &Job, _state: &[u8], _answer: &Answer) -> Result<Step, Error> {
        Ok(done(vec![file("https://example.org/picture.png")]))
    }
}

export_plugin!(Hostile);

fn model(id: &str) -> Model {
    ModelBuilder::new(id, id, Operation::TextToImage)
        .endpoint(ENDPOINT)
        .price(PriceLine::new(1, "image", "invented", "2026-10-01"))
        .build()
}

fn call(model_id: &str) -> Call {
    let plain = Call::new(ENDPOINT, "generate", json!({"prompt": "x"}));
    match model_id {
        "hostile/undeclared-endpoint" => Call {
            endpoint: "somebody/else".to_owned(),
            ..plain
        },
        "hostile/input-not-object" => Call {
            input: json!("text"),
            ..plain
        },
        "hostile/huge-output" => plain.with_notes(vec!["x".repeat(1_000); 6_000]),
        "hostile/huge-state" => plain.with_state(vec![7; 100_000]),
        _ => plain,
    }
}

fn done(files: Vec<OutputFile>) -> Step {
    Step::Done(Outputs {
        files,
        effective_prompt: None,
        cost_microdollars: 20,
        inference_seconds: None,
        notes: Vec::new(),
    })
}

fn file(url: &str) -> OutputFile {
    OutputFile {
        url: url.to_owned(),
        kind: MediaKind::Image,
        width: None,
        height: None,
        flagged: false,
        seed: None,
    }
}
