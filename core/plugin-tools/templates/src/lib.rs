//! {{title}}. What it takes and costs: `README.md`; parameters: `params.rs`; translation: `convert.rs`.

mod convert;
mod params;

use studio_plugin_sdk::{
    Answer, Error, Job, Manifest, ModelBuilder, Operation, Plugin, Price, PriceLine, Step, export_plugin,
};

use crate::params::Parameters;

/// The plugin.
pub struct Painter;

impl Plugin for Painter {
    fn describe() -> Manifest {
        let model = ModelBuilder::new("{{name}}/painter", "{{title}}", Operation::TextToImage)
            .endpoint(convert::ENDPOINT)
            .description("Quick pictures from a prompt.")
            .parameters::<Parameters>()
            .preset("Draft", &serde_json::json!({"num_inference_steps": 2}))
            .preset("Careful", &serde_json::json!({"num_inference_steps": 8}))
            .capabilities(&["seed"])
            .max_images(4)
            .price(PriceLine::new(
                convert::MICRODOLLARS_PER_IMAGE,
                "image",
                "https://fal.ai/models/fal-ai/flux/schnell",
                "2026-10-01",
            ));
        Manifest::new("{{name}}", "0.1.0", "{{title}}", "{{title}}").model(model.build())
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        convert::price(job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(job, answer).map(Step::Done)
    }
}

export_plugin!(Painter);
