//! The plugin in `contract-1.0.0.wasm`, kept for the record: it was built once, on 2026-11-27 with Rust 1.95 and wit-bindgen 0.61.1 for
//! `wasm32-unknown-unknown`, and is never built again. What it does must work for as long as the studio keeps the contract 1.0.0.
//!
//! One model, one call. It fills in every record of the contract, without the SDK, which may change.

wit_bindgen::generate!({ path: "wit", world: "plugin" });

use studio::plugin::host::{Level, log};
use studio::plugin::types::*;

struct Frozen;

impl Guest for Frozen {
    fn describe() -> Manifest {
        log(Level::Info, "described");
        Manifest {
            id: "frozen".to_owned(),
            version: "1.0.0".to_owned(),
            name: "Frozen".to_owned(),
            author: "AI Image Design Studio".to_owned(),
            models: vec![model()],
        }
    }

    fn estimate(job: Job) -> Result<Price, Error> {
        let cost = 1_000 * u64::from(job.num_images);
        Ok(Price {
            low_microdollars: cost,
            expected_microdollars: cost,
            high_microdollars: cost,
            basis: "invented".to_owned(),
        })
    }

    fn start(job: Job) -> Result<Step, Error> {
        if job.negative_prompt.is_some() {
            let complaint = FieldError {
                field: "negative_prompt".to_owned(),
                message: "not taken".to_owned(),
            };
            return Err(Error::InvalidInput(vec![complaint]));
        }
        Ok(Step::Call(Call {
            endpoint: "frozen/endpoint".to_owned(),
            input: r#"{"prompt": "frozen"}"#.to_owned(),
            start_timeout_ms: 60_000,
            state: vec![1, 2, 3],
            label: "generate".to_owned(),
            notes: vec!["a note".to_owned()],
        }))
    }

    fn resume(job: Job, state: Vec<u8>, answer: Answer) -> Result<Step, Error> {
        let Answer::Output(output) = answer else {
            return Err(Error::Rejected("refused".to_owned()));
        };
        Ok(Step::Done(Outputs {
            files: vec![OutputFile {
                url: output.body,
                kind: MediaKind::Image,
                width: Some(64),
                height: None,
                flagged: false,
                seed: Some(job.seed),
            }],
            effective_prompt: Some(format!("{} after {} bytes", job.prompt, state.len())),
            cost_microdollars: 1_000,
            inference_seconds: output.billable_units,
            notes: Vec::new(),
        }))
    }
}

fn model() -> Model {
    Model {
        id: "frozen/painter".to_owned(),
        endpoints: vec!["frozen/endpoint".to_owned()],
        name: "Painter".to_owned(),
        description: "Kept as it was.".to_owned(),
        category: "text-to-image".to_owned(),
        operations: vec![Operation::TextToImage],
        capabilities: vec!["seed".to_owned()],
        parameters_schema: r#"{"type": "object", "additionalProperties": false, "properties": {}}"#.to_owned(),
        presets: vec![Preset {
            name: "Plain".to_owned(),
            parameters: "{}".to_owned(),
        }],
        negative_prompt: NegativePromptSupport::Unsupported,
        max_prompt_chars: 1_000,
        max_images: 4,
        prices: vec![PriceLine {
            microdollars: 1_000,
            unit: "image".to_owned(),
            source: "invented".to_owned(),
            read_on: "2026-11-27".to_owned(),
        }],
        typical_duration_ms: 1_000,
        documentation_url: String::new(),
        licence_note: String::new(),
        best_for: Vec::new(),
    }
}

export!(Frozen);
