//! Nano Banana at fal.ai. What it takes and costs: `README.md`; models: `models.rs`; parameters: `params.rs`; translation: `convert.rs`.

mod convert;
mod models;
mod params;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use models::Banana;

/// The plugin.
pub struct NanoBanana;

impl Plugin for NanoBanana {
    fn describe() -> Manifest {
        models::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        Banana::of(job).map(|_| convert::price(job))
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(Banana::of(job)?, job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(job, answer).map(Step::Done)
    }
}

export_plugin!(NanoBanana);
