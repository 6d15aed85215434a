//! From a job to the call, and from the answer to the result. Pure, so that tests need neither studio nor provider.

use serde_json::json;
use studio_plugin_sdk::price::microdollars_per_image;
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, Job, Outputs, Price, fal};

use crate::params::Parameters;

/// The provider's endpoint.
pub(crate) const ENDPOINT: &str = "fal-ai/flux/schnell";
/// $0.003 for up to a megapixel. Source: the model's page, read on 2026-10-01.
pub(crate) const MICRODOLLARS_PER_IMAGE: u64 = 3_000;

/// What the job will cost.
pub(crate) fn price(job: &Job) -> Result<Price, Error> {
    Ok(microdollars_per_image(MICRODOLLARS_PER_IMAGE, job.num_images))
}

/// What to send.
pub(crate) fn call(job: &Job) -> Result<Call, Error> {
    let parameters: Parameters = job.parameters()?;
    // This model knows no weights and no add-ons: words are sent without them, and a note says so.
    let words = Words::plain(job, "{{title}}")?;
    let input = json!({
        "prompt": words.prompt,
        "seed": job.seed,
        "num_images": job.num_images,
        "image_size": parameters.image_size,
        "num_inference_steps": parameters.num_inference_steps,
    });
    Ok(Call::new(ENDPOINT, "generate", input).with_notes(words.notes))
}

/// What came back.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
    let cost = MICRODOLLARS_PER_IMAGE * u64::from(job.num_images);
    Ok(fal::parse_images(&output.body)?.into_outputs(job, cost))
}
