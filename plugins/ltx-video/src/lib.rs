//! LTX Video at fal.ai. What it takes and costs: `README.md`; parameters: `params.rs`; translation: `convert.rs`.

mod convert;
mod describe;
mod params;

use studio_plugin_sdk::{Answer, Error, Job, Manifest, Plugin, Price, Step, export_plugin};

/// The plugin.
pub struct LtxVideo;

impl Plugin for LtxVideo {
    fn describe() -> Manifest {
        describe::manifest()
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

export_plugin!(LtxVideo);
