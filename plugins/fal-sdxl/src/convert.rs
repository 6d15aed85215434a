//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal::{self, Size};
use studio_plugin_sdk::price::{billed, dollars};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, Job, Outputs, Price};

use crate::model::{ENDPOINT, MICRODOLLARS_PER_SECOND, NAME};
use crate::params::Params;

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
pub(crate) fn price(job: &Job) -> Result<Price, Error> {
    let params: Params = job.parameters()?;
    let milliseconds = expected_ms(&params, job.num_images);
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
    let p: Params = job.parameters()?;
    let words = Words::plain(job, NAME)?;
    let size = Size::new(p.image_size, p.width, p.height);
    let input = json!({
        "prompt": words.prompt,
        "negative_prompt": words.negative_prompt.unwrap_or_default(),
        "image_size": size.to_json(),
        "num_inference_steps": p.num_inference_steps,
        "guidance_scale": p.guidance_scale,
        "num_images": job.num_images,
        "seed": job.seed,
        "expand_prompt": p.expand_prompt,
        "format": p.output_format,
        "enable_safety_checker": p.enable_safety_checker,
        "safety_checker_version": p.safety_checker_version,
    });
    let mut notes = words.notes;
    notes.extend(size.note());
    Ok(Call::new(ENDPOINT, "generate", input).with_notes(notes))
}

/// The results of a job. Its cost: the provider's count, else its seconds, else what was expected.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_SECOND)
        .or_else(|| billed(pictures.inference_seconds(), MICRODOLLARS_PER_SECOND))
    {
        Some(cost) => cost,
        None => cost_of_ms(expected_ms(&job.parameters()?, job.num_images)),
    };
    Ok(pictures.into_outputs(job, cost))
}

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("format", "parameters.output_format"),
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];

fn expected_ms(params: &Params, images: u32) -> u64 {
    let (width, height) = Size::new(params.image_size, params.width, params.height).pixels();
    let pixels = u64::from(width) * u64::from(height);
    let step_ms = STEP_MS_PER_MEGAPIXEL * pixels / 1_000_000;
    let one = FIXED_MS + step_ms * u64::from(params.num_inference_steps);
    let expansion = if params.expand_prompt { EXPANSION_MS } else { 0 };
    one * u64::from(images) + expansion
}

fn cost_of_ms(milliseconds: u64) -> u64 {
    (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000)
}
