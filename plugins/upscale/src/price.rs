//! What calls cost: by seconds of computing, or by megapixels of the result.

use studio_plugin_sdk::price::{billed, binary_megapixels, decimal_megapixels, dollars};
use studio_plugin_sdk::{Error, Job, Price, ProviderOutput, fal::PictureAnswer};

use crate::models::Upscaler;
use crate::plan::{Stage, stages};

/// Micro-dollars for one second of computing of ESRGAN. Source: its model page, read 2026-10 ($0.00111). The page of AuraSR says no
/// price; the same is assumed there.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// Micro-dollars for one megapixel of the Clarity Upscaler's result. Source: its model page, read 2026-10 ($0.03).
pub(crate) const CLARITY_MICRODOLLARS_PER_MEGAPIXEL: u64 = 30_000;

/// Milliseconds of a call billed by seconds, whatever the picture. An assumption for estimates; the true cost comes with the result.
const FIXED_MS: u64 = 1_000;
/// Milliseconds for each megapixel of its result. An assumption, as above.
const MEGAPIXEL_MS: u64 = 400;
/// The hold on seconds is this many times what is expected, the least half of it: seconds are not known before.
const HIGH_FACTOR: u64 = 4;

/// What the job costs: the sum of its calls.
pub(crate) fn price(model: Upscaler, job: &Job) -> Result<Price, Error> {
    let mut total = Price {
        low_microdollars: 0,
        expected_microdollars: 0,
        high_microdollars: 0,
        basis: String::new(),
    };
    let mut bases = Vec::new();
    for stage in stages(model, job)? {
        let (expected, high, basis) = stage_price(&stage);
        let low = if is_by_second(stage.model) {
            expected / 2
        } else {
            expected
        };
        total.low_microdollars += low;
        total.expected_microdollars += expected;
        total.high_microdollars += high;
        bases.push(basis);
    }
    total.basis = bases.join(" + ");
    Ok(total)
}

/// What one finished call cost: the provider's count, else what its answer says, else what was expected.
pub(crate) fn cost(stage: &Stage, output: &ProviderOutput, picture: &PictureAnswer) -> u64 {
    if is_by_second(stage.model) {
        billed(output.billable_units, MICRODOLLARS_PER_SECOND)
            .or_else(|| billed(picture.inference_seconds(), MICRODOLLARS_PER_SECOND))
            .unwrap_or_else(|| stage_price(stage).0)
    } else {
        let (width, height) = picture.size().unwrap_or(stage.size);
        billed(output.billable_units, CLARITY_MICRODOLLARS_PER_MEGAPIXEL)
            .unwrap_or(CLARITY_MICRODOLLARS_PER_MEGAPIXEL * binary_megapixels(width, height))
    }
}

/// Expected and highest micro-dollars of a call, and how they come about.
fn stage_price(stage: &Stage) -> (u64, u64, String) {
    let (width, height) = stage.size;
    if is_by_second(stage.model) {
        let milliseconds = FIXED_MS + MEGAPIXEL_MS * decimal_megapixels(width, height);
        let expected = (milliseconds * MICRODOLLARS_PER_SECOND).div_ceil(1_000);
        let basis = format!(
            "about {}.{} s of computing × {}",
            milliseconds / 1_000,
            milliseconds % 1_000 / 100,
            dollars(MICRODOLLARS_PER_SECOND)
        );
        return (expected, expected * HIGH_FACTOR, basis);
    }
    // Whether a megapixel is 1,048,576 or 1,000,000 pixels is not written down: the former is expected, the latter held.
    let (expected, high) = (binary_megapixels(width, height), decimal_megapixels(width, height));
    let unit = CLARITY_MICRODOLLARS_PER_MEGAPIXEL;
    let basis = format!("{expected} MP (at most {high}) × {}", dollars(unit));
    (expected * unit, high * unit, basis)
}

fn is_by_second(model: Upscaler) -> bool {
    model != Upscaler::Clarity
}
