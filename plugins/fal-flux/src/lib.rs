//! The FLUX.1 models of fal.ai. What they take and cost: `README.md`; parameters: `params.rs`; translation: `convert.rs`.

mod convert;
mod describe;
mod models;
mod params;
mod params_lora;
mod params_pro;
mod plan;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use crate::models::Flux;

/// The plugin.
pub struct FalFlux;

impl Plugin for FalFlux {
    fn describe() -> Manifest {
        describe::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        convert::price(Flux::of(job)?, job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(Flux::of(job)?, job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(Flux::of(job)?, job, answer).map(Step::Done)
    }
}

export_plugin!(FalFlux);
