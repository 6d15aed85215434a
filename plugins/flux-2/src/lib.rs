//! FLUX.2 at fal.ai. What it takes and costs: `README.md`; models: `models.rs`; parameters: `params.rs`; translation: `convert.rs`.

mod convert;
mod models;
mod params;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use models::Flux2;

/// The plugin.
pub struct FluxTwo;

impl Plugin for FluxTwo {
    fn describe() -> Manifest {
        models::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        convert::price(Flux2::of(job)?, job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(Flux2::of(job)?, job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(Flux2::of(job)?, job, answer).map(Step::Done)
    }
}

export_plugin!(FluxTwo);
