//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal;
use studio_plugin_sdk::price::{billed, dollars};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price};

use crate::answer;
use crate::describe::{ENDPOINT, NAME};
use crate::params::Params;

/// Micro-dollars for one second of computing. An assumption: the model's page and the listings name no price (read 2026-10), so this
/// is what the provider asks for its other models that are billed by the second.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// Milliseconds of computing besides the steps: finding the face, loading, decoding, cutting out. An assumption for estimates; the true
/// cost comes with the result.
const FIXED_MS: u64 = 4_000;
/// Milliseconds of one step on one megapixel. An assumption, as above.
const STEP_MS_PER_MEGAPIXEL: u64 = 200;
/// A step of the second pass works on four times as many pixels.
const UPSCALED_PIXELS: u64 = 4;
/// The hold is this many times what is expected, the least half of it: seconds are not known before.
const HIGH_FACTOR: u64 = 4;

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];

/// What the job costs: seconds of computing, which can only be guessed.
pub(crate) fn price(job: &Job) -> Result<Price, Error> {
    let milliseconds = expected_ms(&params(job)?);
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
    let params = params(job)?;
    let words = Words::plain(job, NAME)?;
    let input = json!({
        "prompt": words.prompt,
        "negative_prompt": words.negative_prompt.unwrap_or_default(),
        "image_url": job.input(InputRole::Source)?.reference,
        "seed": job.seed,
        "image_size": params.size().to_json(),
        "num_inference_steps": params.num_inference_steps,
        "guidance_scale": params.guidance_scale,
        "ip_adapter_weight": params.ip_adapter_weight,
        "ip_adapter_noise": params.ip_adapter_noise,
        "instant_id_strength": params.instant_id_strength,
        "upscale": params.upscale,
        "upscale_steps": params.upscale_steps,
        "enable_safety_checker": params.enable_safety_checker,
    });
    let mut notes = words.notes;
    notes.extend(params.size().note());
    notes.extend(params.idle_steps_note());
    Ok(Call::new(ENDPOINT, "generate", input).with_notes(notes))
}

/// The results of a job. Its cost: the provider's count, else its seconds, else what was expected.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&answer::in_the_usual_shape(&output.body))?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_SECOND)
        .or_else(|| billed(pictures.inference_seconds(), MICRODOLLARS_PER_SECOND))
    {
        Some(cost) => cost,
        None => cost_of_ms(expected_ms(&params(job)?)),
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

fn expected_ms(params: &Params) -> u64 {
    let (width, height) = params.size().pixels();
    let pixels = u64::from(width) * u64::from(height);
    let upscale_steps = if params.upscale {
        u64::from(params.upscale_steps)
    } else {
        0
    };
    let steps = u64::from(params.num_inference_steps) + UPSCALED_PIXELS * upscale_steps;
    FIXED_MS + STEP_MS_PER_MEGAPIXEL * pixels / 1_000_000 * steps
}

fn cost_of_ms(milliseconds: u64) -> u64 {
    (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000)
}
