//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal;
use studio_plugin_sdk::price::{billed, dollars};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, Job, Outputs, Price};

use crate::models::{MICRODOLLARS_PER_SECOND, Sdxl};
use crate::plan::Plan;

/// Milliseconds of computing besides the steps: loading, decoding, safety checker. An assumption for estimates; the true
/// cost comes with the result.
const FIXED_MS: u64 = 800;
/// Milliseconds of one step on one megapixel. An assumption, as above.
const STEP_MS_PER_MEGAPIXEL: u64 = 100;
/// Milliseconds of prompt expansion. An assumption, as above.
const EXPANSION_MS: u64 = 1_500;
/// The hold is this many times what is expected, the least half of it: seconds are not known before.
const HIGH_FACTOR: u64 = 4;

/// What the job costs: seconds of computing, which can only be guessed.
pub(crate) fn price(model: Sdxl, job: &Job) -> Result<Price, Error> {
    let milliseconds = expected_ms(&Plan::of(model, job)?, job.num_images);
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
pub(crate) fn call(model: Sdxl, job: &Job) -> Result<Call, Error> {
    if job.negative_prompt.is_some() && !model.takes_negative_prompt() {
        let message = format!("{} takes no negative prompt", model.name());
        return Err(Error::field("negative_prompt", message));
    }
    let plan = Plan::of(model, job)?;
    let words = match &plan.prompt {
        Some(prompt) => Words::unweighted(job, prompt, model.name()),
        None => Words::plain(job, model.name())?,
    };
    let mut input = plan.input;
    input["prompt"] = json!(words.prompt);
    input["num_images"] = json!(job.num_images);
    input["seed"] = json!(job.seed);
    if model.takes_negative_prompt() {
        input["negative_prompt"] = json!(words.negative_prompt.unwrap_or_default());
    }
    let mut notes = words.notes;
    notes.extend(plan.notes);
    Ok(Call::new(model.endpoint(), "generate", input).with_notes(notes))
}

/// The results of a job. Its cost: the provider's count, else its seconds, else what was expected.
pub(crate) fn outputs(model: Sdxl, job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_SECOND)
        .or_else(|| billed(pictures.inference_seconds(), MICRODOLLARS_PER_SECOND))
    {
        Some(cost) => cost,
        None => cost_of_ms(expected_ms(&Plan::of(model, job)?, job.num_images)),
    };
    Ok(pictures.into_outputs(job, cost))
}

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("format", "parameters.output_format"),
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];

fn expected_ms(plan: &Plan, images: u32) -> u64 {
    let (width, height) = plan.pixels;
    let pixels = u64::from(width) * u64::from(height);
    let step_ms = STEP_MS_PER_MEGAPIXEL * pixels / 1_000_000;
    let one = FIXED_MS + step_ms * u64::from(plan.steps);
    let expansion = if plan.expands_prompt { EXPANSION_MS } else { 0 };
    one * u64::from(images) + expansion
}

fn cost_of_ms(milliseconds: u64) -> u64 {
    (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000)
}
