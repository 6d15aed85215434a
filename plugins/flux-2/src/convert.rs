//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::{Value, json};
use studio_plugin_sdk::fal::{self, Size, input_of};
use studio_plugin_sdk::price::{billed, binary_megapixels, decimal_megapixels, per_megapixel};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price};

use crate::models::{Flux2, MICRODOLLARS_PER_MEGAPIXEL};
use crate::params::{DrawParams, EditParams};

/// Fields of the form that the provider does not know by these names.
const OURS: &[&str] = &["width", "height"];

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];

/// What to send besides prompt, number and seed.
struct Plan {
    input: Value,
    /// Width and height of each result.
    pixels: (u32, u32),
    notes: Vec<String>,
}

impl Plan {
    fn of(model: Flux2, job: &Job) -> Result<Self, Error> {
        match model {
            Flux2::Draw => Self::draw(&job.parameters()?),
            Flux2::Edit => Self::edit(&job.parameters()?, job),
        }
    }

    fn draw(params: &DrawParams) -> Result<Self, Error> {
        let size = Size::new(params.image_size, params.width, params.height);
        let mut input = input_of(params, OURS)?;
        input["image_size"] = size.to_json();
        Ok(Self {
            input,
            pixels: size.pixels(),
            notes: size.note().into_iter().collect(),
        })
    }

    fn edit(params: &EditParams, job: &Job) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let mut input = input_of(params, OURS)?;
        input["image_urls"] = json!([source.reference]);
        Ok(Self {
            input,
            pixels: (source.width, source.height),
            notes: Vec::new(),
        })
    }
}

/// What the job costs. Whether the source picture of an edit is billed too is not written down: the expected price goes without it,
/// the high one (which is held) with it.
pub(crate) fn price(model: Flux2, job: &Job) -> Result<Price, Error> {
    let (width, height) = Plan::of(model, job)?.pixels;
    let mut price = per_megapixel(MICRODOLLARS_PER_MEGAPIXEL, job.num_images, width, height);
    if model == Flux2::Edit {
        let source = MICRODOLLARS_PER_MEGAPIXEL * decimal_megapixels(width, height);
        price.high_microdollars += source * u64::from(job.num_images);
        price.basis.push_str(", at most as much again for the source picture");
    }
    Ok(price)
}

/// The one call of a job.
pub(crate) fn call(model: Flux2, job: &Job) -> Result<Call, Error> {
    if job.negative_prompt.is_some() {
        let message = format!("{} takes no negative prompt", model.name());
        return Err(Error::field("negative_prompt", message));
    }
    let plan = Plan::of(model, job)?;
    let words = Words::plain(job, model.name())?;
    let mut input = plan.input;
    input["prompt"] = json!(words.prompt);
    input["num_images"] = json!(job.num_images);
    input["seed"] = json!(job.seed);
    let mut notes = words.notes;
    notes.extend(plan.notes);
    Ok(Call::new(model.endpoint(), "generate", input).with_notes(notes))
}

/// The results of a job. Its cost: the provider's count, else what its pictures come to.
pub(crate) fn outputs(model: Flux2, job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&output.body)?;
    let cost = match billed(output.billable_units, MICRODOLLARS_PER_MEGAPIXEL) {
        Some(cost) => cost,
        None => {
            let planned = Plan::of(model, job)?.pixels;
            let units = |size: Option<(u32, u32)>| {
                let (width, height) = size.unwrap_or(planned);
                binary_megapixels(width, height)
            };
            MICRODOLLARS_PER_MEGAPIXEL * pictures.sizes().map(units).sum::<u64>()
        }
    };
    Ok(pictures.into_outputs(job, cost))
}
