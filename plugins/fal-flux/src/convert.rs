//! Jobs to fal's JSON, and fal's answers to results. Pure, so the unit tests run natively.

use serde_json::{Value, json};
use studio_plugin_sdk::fal::{self, ImageAnswer, Size};
use studio_plugin_sdk::price::{billed, binary_megapixels, per_megapixel};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Outputs, Price};

use crate::models::Flux;
use crate::params::{DevParams, ImageToImageParams, ProParams, SchnellParams};

/// What the job costs: each picture by its megapixels.
pub(crate) fn price(model: Flux, job: &Job) -> Result<Price, Error> {
    let (width, height) = Plan::of(model, job)?.pixels;
    Ok(per_megapixel(
        model.microdollars_per_megapixel(),
        job.num_images,
        width,
        height,
    ))
}

/// The one call of a job.
pub(crate) fn call(model: Flux, job: &Job) -> Result<Call, Error> {
    if job.negative_prompt.is_some() {
        let message = format!("{} takes no negative prompt", model.name());
        return Err(Error::field("negative_prompt", message));
    }
    let words = Words::plain(job, model.name())?;
    let plan = Plan::of(model, job)?;
    let mut input = plan.input;
    input["prompt"] = json!(words.prompt);
    input["num_images"] = json!(job.num_images);
    input["seed"] = json!(job.seed);
    let mut notes = words.notes;
    notes.extend(plan.note);
    Ok(Call::new(model.endpoint(), "generate", input).with_notes(notes))
}

/// The results of a job.
pub(crate) fn outputs(model: Flux, job: &Job, answer: &Answer) -> Result<Outputs, Error> {
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let pictures = fal::parse_images(&output.body)?;
    let unit = model.microdollars_per_megapixel();
    let cost = match billed(output.billable_units, unit) {
        Some(cost) => cost,
        None => unit * megapixels(&pictures, Plan::of(model, job)?.pixels),
    };
    Ok(pictures.into_outputs(job, cost))
}

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("image_size.width", "parameters.width"),
    ("image_size.height", "parameters.height"),
];

/// The part of the input that comes from parameters and pictures.
struct Plan {
    input: Value,
    /// Width and height of each result.
    pixels: (u32, u32),
    note: Option<String>,
}

impl Plan {
    fn of(model: Flux, job: &Job) -> Result<Self, Error> {
        match model {
            Flux::Dev => Ok(Self::dev(&job.parameters()?)),
            Flux::Schnell => Ok(Self::schnell(&job.parameters()?)),
            Flux::Pro11 => Ok(Self::pro(&job.parameters()?)),
            Flux::DevImageToImage => Self::image_to_image(&job.parameters()?, job),
        }
    }

    fn dev(p: &DevParams) -> Self {
        let size = Size::new(p.image_size, p.width, p.height);
        let input = json!({
            "image_size": size.to_json(),
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "acceleration": p.acceleration,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        Self::sized(input, size)
    }

    fn schnell(p: &SchnellParams) -> Self {
        let size = Size::new(p.image_size, p.width, p.height);
        let input = json!({
            "image_size": size.to_json(),
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "acceleration": p.acceleration,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        Self::sized(input, size)
    }

    fn pro(p: &ProParams) -> Self {
        let size = Size::new(p.image_size, p.width, p.height);
        let input = json!({
            "image_size": size.to_json(),
            "enhance_prompt": p.enhance_prompt,
            "output_format": p.output_format,
            "safety_tolerance": p.safety_tolerance,
        });
        Self::sized(input, size)
    }

    fn image_to_image(p: &ImageToImageParams, job: &Job) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let input = json!({
            "image_url": source.reference,
            "strength": p.strength,
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "acceleration": p.acceleration,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        Ok(Self {
            input,
            pixels: (source.width, source.height),
            note: None,
        })
    }

    fn sized(input: Value, size: Size) -> Self {
        Self {
            input,
            pixels: size.pixels(),
            note: size.note(),
        }
    }
}

/// Megapixels of all pictures; `planned` where the answer does not say a size.
fn megapixels(pictures: &ImageAnswer, planned: (u32, u32)) -> u64 {
    pictures
        .sizes()
        .map(|size| size.unwrap_or(planned))
        .map(|(width, height)| binary_megapixels(width, height))
        .sum()
}
