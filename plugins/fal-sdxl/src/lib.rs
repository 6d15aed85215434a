//! Stable Diffusion XL at fal.ai. What its models take and cost: `README.md`; parameters: `params.rs`; translation:
//! `convert.rs`.

mod convert;
mod describe;
mod models;
mod params;
mod params_fast;
mod params_lightning;
mod plan;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

use crate::models::Sdxl;

/// The plugin.
pub struct FalSdxl;

impl Plugin for FalSdxl {
    fn describe() -> Manifest {
        describe::manifest()
    }

    fn estimate(job: &Job) -> Result<Price, Error> {
        convert::price(Sdxl::of(job)?, job)
    }

    fn start(job: &Job) -> Result<Step, Error> {
        convert::call(Sdxl::of(job)?, job).map(Step::Call)
    }

    fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
        convert::outputs(Sdxl::of(job)?, job, answer).map(Step::Done)
    }
}

export_plugin!(FalSdxl);
