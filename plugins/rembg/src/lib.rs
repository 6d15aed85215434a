//! Cutting out the subject of a picture at fal.ai. What it takes and costs: `README.md`; models: `models.rs`; translation: `convert.rs`.

mod convert;
mod models;
mod params;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use models::Remover;

/// The plugin.
pub struct Rembg;

impl Plugin for Rembg {
    fn describe() -> Manifest {
        models::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        convert::price(Remover::of(job)?, job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(Remover::of(job)?, job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(Remover::of(job)?, job, answer).map(Step::Done)
    }
}

export_plugin!(Rembg);
