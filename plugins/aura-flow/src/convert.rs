//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal;
use studio_plugin_sdk::price::{billed, dollars};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, Job, Outputs, Price};

use crate::describe::{ENDPOINT, NAME};
use crate::params::Params;

/// Micro-dollars for one second of computing. An assumption: the model's page and the listings name no price (read 2026-10), so this
/// is what the provider asks for its other models that are billed by the second.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// Milliseconds of computing besides the steps: loading and decoding. An assumption for estimates; the true cost comes with the result.
const FIXED_MS: u64 = 1_000;
/// Milliseconds of one step of one picture. An assumption, as above.
const STEP_MS: u64 = 150;
/// Milliseconds of prompt expansion. An assumption, as above.
const EXPANSION_MS: u64 = 1_500;
/// The hold is this many times what is expected, the least half of it: seconds are not known before.
const HIGH_FACTOR: u64 = 4;

/// What the job costs: seconds of computing, which can only be guessed.
pub(crate) fn price(job: &Job) -> Result<Price, Error> {
    let milliseconds = expected_ms(&params(job)?, job.num_images);
    let expected = cost_of_ms(milliseconds);
    Ok(Price {
        low_microdollars: expected / 2,
        expected_microdollars: expected,
        high_microdollars: expected * HIGH_FACTOR,
        basis: format!(
            "about {}.{} s of computing × {}",
            milliseconds / 1_000,
            milliseconds % 1_000 / 100,
            dollars(MICRODOLLARS_PER_SECOND)
        ),
    })
}

/// The one call of a job.
pub(crate) fn call(job: &Job) -> Result<Call, Error> {
    if job.negative_prompt.is_some() {
        return Err(Error::field("negative_prompt", "AuraFlow takes no negative prompt"));
    }
    let params = params(job)?;
    let words = Words::plain(job, NAME)?;
    let input = json!({
        "prompt": words.prompt,
        "num_images": job.num_images,
        "seed": job.seed,
        "num_inference_steps": params.num_inference_steps,
        "guidance_scale": params.guidance_scale,
        "expand_prompt": params.expand_prompt,
    });
    Ok(Call::new(ENDPOINT, "generate", input).with_notes(words.notes))
}

/// The results of a job. Its cost: the provider's count, else what was expected, since the answer tells no seconds.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
    let pictures = fal::parse_images(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_SECOND) {
        Some(cost) => cost,
        None => cost_of_ms(expected_ms(&params(job)?, job.num_images)),
    };
    Ok(pictures.into_outputs(job, cost))
}

fn params(job: &Job) -> Result<Params, Error> {
    if job.model_id != ENDPOINT {
        return Err(Error::Unsupported(format!(
            "this plugin has no model {:?}",
            job.model_id
        )));
    }
    job.parameters()
}

fn expected_ms(params: &Params, images: u32) -> u64 {
    let one = FIXED_MS + STEP_MS * u64::from(params.num_inference_steps);
    let expansion = if params.expand_prompt { EXPANSION_MS } else { 0 };
    one * u64::from(images) + expansion
}

fn cost_of_ms(milliseconds: u64) -> u64 {
    (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000)
}
