//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::price::{billed, decimal_megapixels, dollars};
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price, fal};

use crate::models::{MICRODOLLARS_PER_SECOND, Remover};
use crate::params::{BirefnetParams, RembgParams, Resolution};

/// Milliseconds of computing whatever the picture. An assumption for estimates; the true cost comes with the result.
const FIXED_MS: u64 = 1_000;
/// Milliseconds of reading and writing one megapixel. An assumption, as above.
const MEGAPIXEL_MS: u64 = 150;
/// Milliseconds more at the larger working resolution. An assumption, as above.
const LARGE_MS: u64 = 1_500;
/// The hold is this many times what is expected, the least half of it: seconds are not known before.
const HIGH_FACTOR: u64 = 4;

/// What the job costs: seconds of computing, which can only be guessed.
pub(crate) fn price(model: Remover, job: &Job) -> Result<Price, Error> {
    let milliseconds = expected_ms(model, job)?;
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
pub(crate) fn call(model: Remover, job: &Job) -> Result<Call, Error> {
    let source = job.input(InputRole::Source)?;
    let input = match model {
        Remover::Birefnet => {
            let p: BirefnetParams = job.parameters()?;
            json!({
                "image_url": source.reference,
                "model": p.model,
                "operating_resolution": p.operating_resolution,
                "refine_foreground": p.refine_foreground,
                "output_mask": p.output_mask,
                "output_format": p.output_format,
            })
        }
        Remover::Rembg => {
            let p: RembgParams = job.parameters()?;
            json!({"image_url": source.reference, "crop_to_bbox": p.crop_to_bbox})
        }
    };
    Ok(Call::new(model.endpoint(), "cut out", input))
}

/// The results of a job. Its cost: the provider's count, else its seconds, else what was expected.
pub(crate) fn outputs(model: Remover, job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
    let picture = fal::parse_picture(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_SECOND)
        .or_else(|| billed(picture.inference_seconds(), MICRODOLLARS_PER_SECOND))
    {
        Some(cost) => cost,
        None => cost_of_ms(expected_ms(model, job)?),
    };
    Ok(picture.into_outputs(job, cost))
}

fn expected_ms(model: Remover, job: &Job) -> Result<u64, Error> {
    let source = job.input(InputRole::Source)?;
    let large = match model {
        Remover::Birefnet => job.parameters::<BirefnetParams>()?.operating_resolution == Resolution::R2048,
        Remover::Rembg => false,
    };
    let large_ms = if large { LARGE_MS } else { 0 };
    Ok(FIXED_MS + large_ms + MEGAPIXEL_MS * decimal_megapixels(source.width, source.height))
}

fn cost_of_ms(milliseconds: u64) -> u64 {
    (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000)
}
