//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::json;
use studio_plugin_sdk::fal::{self, input_of};
use studio_plugin_sdk::price::{billed, microdollars_per_image};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price};

use crate::models::{Banana, MICRODOLLARS_PER_IMAGE};
use crate::params::{DrawParams, EditParams};

/// Fewest characters of a prompt. Source: per-model OpenAPI, 3 to 50,000, read 2026-11.
const MIN_PROMPT_CHARS: usize = 3;

/// What the job costs: so much for each picture.
pub(crate) fn price(job: &Job) -> Price {
    microdollars_per_image(MICRODOLLARS_PER_IMAGE, job.num_images)
}

/// The one call of a job.
pub(crate) fn call(model: Banana, job: &Job) -> Result<Call, Error> {
    if job.negative_prompt.is_some() {
        let message = format!(
            "{} takes no negative prompt: say in the prompt what to leave out",
            model.name()
        );
        return Err(Error::field("negative_prompt", message));
    }
    let words = Words::plain(job, model.name())?;
    if words.prompt.chars().count() < MIN_PROMPT_CHARS {
        let message = format!(
            "{} needs a prompt of at least {MIN_PROMPT_CHARS} characters",
            model.name()
        );
        return Err(Error::field("prompt", message));
    }
    let mut input = match model {
        Banana::Draw => input_of(&job.parameters::<DrawParams>()?, &[])?,
        Banana::Edit => {
            let mut input = input_of(&job.parameters::<EditParams>()?, &[])?;
            input["image_urls"] = json!([job.input(InputRole::Source)?.reference]);
            input
        }
    };
    input["prompt"] = json!(words.prompt);
    input["num_images"] = json!(job.num_images);
    input["seed"] = json!(job.seed);
    Ok(Call::new(model.endpoint(), "generate", input).with_notes(words.notes))
}

/// The results of a job. Its cost: the provider's count, else its pictures.
pub(crate) fn outputs(job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
    let pictures = fal::parse_images(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_IMAGE) {
        Some(cost) => cost,
        None => pictures.sizes().map(|_| MICRODOLLARS_PER_IMAGE).sum(),
    };
    Ok(pictures.into_outputs(job, cost))
}
