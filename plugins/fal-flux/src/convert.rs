//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal;
use studio_plugin_sdk::price::billed;
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, Job, Outputs, Price};

use crate::models::Flux;
use crate::plan::Plan;

/// What the job costs.
pub(crate) fn price(model: Flux, job: &Job) -> Result<Price, Error> {
    Ok(model.rate().price(job.num_images, Plan::of(model, job)?.pixels))
}

/// The one call of a job.
pub(crate) fn call(model: Flux, job: &Job) -> Result<Call, Error> {
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
    if let Some(negative) = words.negative_prompt {
        input["negative_prompt"] = json!(negative);
    }
    let mut notes = words.notes;
    notes.extend(plan.notes);
    Ok(Call::new(model.endpoint(), "generate", input).with_notes(notes))
}

/// The results of a job. Its cost: the provider's count, else what its pictures come to.
pub(crate) fn outputs(model: Flux, job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&output.body)?;
    let rate = model.rate();
    let cost = match billed(output.billable_units, rate.microdollars()) {
        Some(cost) => cost,
        None => {
            let planned = Plan::of(model, job)?.pixels;
            let units: u64 = pictures.sizes().map(|size| rate.units(size.unwrap_or(planned))).sum();
            rate.microdollars() * units
        }
    };
    Ok(pictures.into_outputs(job, cost))
}

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];
