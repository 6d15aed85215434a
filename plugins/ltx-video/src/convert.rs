//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal::{self, input_of};
use studio_plugin_sdk::price::{billed, dollars};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price};

use crate::describe::{FROM_PICTURE, FROM_WORDS, NAME};
use crate::params::Params;

/// Micro-dollars for one video. Source: the listing of `fal-ai/ltx-video`, $0.02, read 2026-11. None was found for `/image-to-video`: the same
/// is assumed there, and a job's true units come with its result.
pub(crate) const MICRODOLLARS_PER_VIDEO: u64 = 20_000;

/// What the job costs: one video.
pub(crate) fn price(job: &Job) -> Result<Price, Error> {
    params(job)?;
    Ok(Price {
        low_microdollars: MICRODOLLARS_PER_VIDEO,
        expected_microdollars: MICRODOLLARS_PER_VIDEO,
        high_microdollars: MICRODOLLARS_PER_VIDEO,
        basis: format!("1 video × {}", dollars(MICRODOLLARS_PER_VIDEO)),
    })
}

/// The one call of a job: from its picture where it has one, else from its words alone.
pub(crate) fn call(job: &Job) -> Result<Call, Error> {
    let words = Words::plain(job, NAME)?;
    let mut input = input_of(&params(job)?, &[])?;
    input["prompt"] = json!(words.prompt);
    input["seed"] = json!(job.seed);
    if let Some(negative_prompt) = words.negative_prompt {
        input["negative_prompt"] = json!(negative_prompt);
    }
    let endpoint = match source(job) {
        Some(reference) => {
            input["image_url"] = json!(reference);
            FROM_PICTURE
        }
        None => FROM_WORDS,
    };
    Ok(Call::new(endpoint, "film", input).with_notes(words.notes))
}

/// The result of a job. Its cost: the provider's count, else the price of a video.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
    let cost = billed(output.billable_units, MICRODOLLARS_PER_VIDEO).unwrap_or(MICRODOLLARS_PER_VIDEO);
    Ok(fal::parse_video(&output.body)?.into_outputs(job, cost))
}

fn source(job: &Job) -> Option<&str> {
    let source = job.inputs.iter().find(|input| input.role == InputRole::Source);
    source.map(|input| input.reference.as_str())
}

fn params(job: &Job) -> Result<Params, Error> {
    if job.model_id != FROM_WORDS {
        return Err(Error::Unsupported(format!(
            "this plugin has no model {:?}",
            job.model_id
        )));
    }
    job.parameters()
}
