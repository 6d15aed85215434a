//! Stable Diffusion XL at fal.ai (`fal-ai/fast-sdxl`). What it takes and costs: `README.md`; parameters: `params.rs`; translation:
//! `convert.rs`.

mod convert;
mod model;
mod params;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

/// The plugin.
pub struct FalSdxl;

impl Plugin for FalSdxl {
    fn describe() -> Manifest {
        model::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        model::require(job)?;
        convert::price(job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        model::require(job)?;
        convert::call(job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        model::require(job)?;
        convert::outputs(job, answer).map(Step::Done)
    }
}

export_plugin!(FalSdxl);
