//! Enlarging pictures at fal.ai. What it takes and costs: `README.md`; models: `models.rs`; plans of one or two calls: `plan.rs`.

mod models;
mod params;
mod plan;
mod price;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use models::Upscaler;

/// The plugin.
pub struct Upscale;

impl Plugin for Upscale {
    fn describe() -> Manifest {
        models::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        price::price(Upscaler::of(job)?, job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        plan::start(Upscaler::of(job)?, job)
    }

    fn resume(job: &Job, state: &[u8], answer: &Answer) -> Result<Step, Error> {
        plan::resume(Upscaler::of(job)?, job, state, answer)
    }
}

export_plugin!(Upscale);
