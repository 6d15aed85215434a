//! Plans of one call, or of two where the provider cannot reach the factor in one.
//!
//! Between two calls the state says how many are done and what they cost; everything else follows from the job again.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use studio_plugin_sdk::prompt::Words;
use studio_plugin_sdk::{Answer, Call, Error, InputRole, Job, Step, fal};

use crate::models::Upscaler;
use crate::params::{AuraParams, ClarityParams, EsrganParams};
use crate::price;

/// Most that the Clarity Upscaler enlarges in one call. Source: its OpenAPI, `upscale_factor` 1 to 4, read 2026-10.
const CLARITY_MAX_FACTOR: f64 = 4.0;
/// The only factor of AuraSR. Source: its OpenAPI, read 2026-10.
const AURA_FACTOR: u32 = 4;
/// Most pixels of a result: what the studio takes in (`core/media`), so that nothing is paid for that cannot be kept.
const MAX_PIXELS: u64 = 100_000_000;
/// Longest side of a result in pixels, as above.
const MAX_SIDE: u32 = 16_384;

/// What the Clarity Upscaler is told when the user says nothing. Source: its OpenAPI, the default of `prompt`, read 2026-10.
const CLARITY_PROMPT: &str = "masterpiece, best quality, highres";
/// As above, of `negative_prompt`.
const CLARITY_NEGATIVE_PROMPT: &str = "(worst quality, low quality, normal quality:2)";

/// One call of a plan.
pub(crate) struct Stage {
    /// Who enlarges.
    pub(crate) model: Upscaler,
    /// How many times.
    factor: f64,
    /// Width and height of its result in pixels.
    pub(crate) size: (u32, u32),
}

/// What survives between two calls.
#[derive(Serialize, Deserialize)]
struct State {
    /// Calls that are finished.
    done: usize,
    /// Their cost in micro-dollars.
    spent_microdollars: u64,
}

/// The calls that a job takes, in their order; never none.
pub(crate) fn stages(model: Upscaler, job: &Job) -> Result<Vec<Stage>, Error> {
    let source = job.input(InputRole::Source)?;
    let factors: Vec<(Upscaler, f64)> = match model {
        Upscaler::Esrgan => vec![(model, job.parameters::<EsrganParams>()?.factor)],
        Upscaler::AuraSr if job.parameters::<AuraParams>()?.factor > AURA_FACTOR => {
            vec![(model, f64::from(AURA_FACTOR)), (Upscaler::Esrgan, 2.0)]
        }
        Upscaler::AuraSr => vec![(model, f64::from(AURA_FACTOR))],
        Upscaler::Clarity => {
            let factor = job.parameters::<ClarityParams>()?.factor;
            if factor > CLARITY_MAX_FACTOR {
                vec![(model, CLARITY_MAX_FACTOR), (model, factor / CLARITY_MAX_FACTOR)]
            } else {
                vec![(model, factor)]
            }
        }
    };
    let mut size = (source.width, source.height);
    let mut stages = Vec::with_capacity(factors.len());
    for (model, factor) in factors {
        size = (times(size.0, factor), times(size.1, factor));
        stages.push(Stage { model, factor, size });
    }
    let (width, height) = size;
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        let message = format!(
            "the result would be {width} × {height} pixels; at most {MAX_SIDE} a side and 100 megapixels can be kept, choose a smaller factor"
        );
        return Err(Error::field("parameters.factor", message));
    }
    Ok(stages)
}

/// The first call.
pub(crate) fn start(model: Upscaler, job: &Job) -> Result<Step, Error> {
    let stages = stages(model, job)?;
    let source = job.input(InputRole::Source)?;
    let state = State {
        done: 0,
        spent_microdollars: 0,
    };
    let mut call = call(&stages, &state, job, &source.reference)?;
    if model != Upscaler::Clarity && !job.prompt.is_empty() {
        call.notes
            .push("This model enlarges without words; the prompt is kept with the picture only.".to_owned());
    }
    if stages.len() > 1 {
        call.notes
            .push("The factor takes two calls: the result of the first goes into the second.".to_owned());
    }
    Ok(Step::Call(call))
}

/// The next call, or the end.
pub(crate) fn resume(model: Upscaler, job: &Job, state: &[u8], answer: &Answer) -> Result<Step, Error> {
    let stages = stages(model, job)?;
    let state: State =
        serde_json::from_slice(state).map_err(|error| Error::Internal(format!("the state cannot be read: {error}")))?;
    let finished = stages
        .get(state.done)
        .ok_or_else(|| Error::Internal("the state is beyond the plan".to_owned()))?;
    let output = answer.accept(|refusal| fal::explain(refusal, RENAMED))?;
    let picture = fal::parse_picture(&output.body)?;
    let state = State {
        done: state.done + 1,
        spent_microdollars: state.spent_microdollars + price::cost(finished, output, &picture),
    };
    if state.done == stages.len() {
        return Ok(Step::Done(picture.into_outputs(job, state.spent_microdollars)));
    }
    call(&stages, &state, job, picture.url()).map(Step::Call)
}

/// Fields of the provider whose complaints belong to another field of ours.
const RENAMED: &[(&str, &str)] = &[
    ("scale", "parameters.factor"),
    ("upscale_factor", "parameters.factor"),
    ("upscaling_factor", "parameters.factor"),
];

/// The call after those that are done, for the picture at `url`.
fn call(stages: &[Stage], state: &State, job: &Job, url: &str) -> Result<Call, Error> {
    let stage = &stages[state.done];
    let (input, notes) = match stage.model {
        Upscaler::Esrgan => (esrgan(stage, job, url)?, Vec::new()),
        Upscaler::AuraSr => (aura(job, url)?, Vec::new()),
        Upscaler::Clarity => clarity(stage, job, url)?,
    };
    let notes = if state.done == 0 { notes } else { Vec::new() };
    let state = serde_json::to_vec(state).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Call::new(stage.model.endpoint(), "enlarge", input)
        .with_state(state)
        .with_notes(notes))
}

fn esrgan(stage: &Stage, job: &Job, url: &str) -> Result<Value, Error> {
    // As the second call of another model it takes its own defaults.
    let p = if job.model_id == stage.model.endpoint() {
        job.parameters()?
    } else {
        EsrganParams::default()
    };
    Ok(json!({
        "image_url": url,
        "scale": stage.factor,
        "model": p.model,
        "face": p.face,
        "output_format": p.output_format,
    }))
}

fn aura(job: &Job, url: &str) -> Result<Value, Error> {
    let p: AuraParams = job.parameters()?;
    Ok(json!({
        "image_url": url,
        "upscaling_factor": AURA_FACTOR,
        "checkpoint": p.checkpoint,
        "overlapping_tiles": p.overlapping_tiles,
    }))
}

fn clarity(stage: &Stage, job: &Job, url: &str) -> Result<(Value, Vec<String>), Error> {
    let p: ClarityParams = job.parameters()?;
    let words = Words::plain(job, "Clarity Upscaler")?;
    let prompt = Some(words.prompt).filter(|prompt| !prompt.is_empty());
    let input = json!({
        "image_url": url,
        "prompt": prompt.as_deref().unwrap_or(CLARITY_PROMPT),
        "negative_prompt": words.negative_prompt.as_deref().unwrap_or(CLARITY_NEGATIVE_PROMPT),
        "upscale_factor": stage.factor,
        "creativity": p.creativity,
        "resemblance": p.resemblance,
        "guidance_scale": p.guidance_scale,
        "num_inference_steps": p.num_inference_steps,
        "seed": job.seed,
        "enable_safety_checker": p.enable_safety_checker,
    });
    Ok((input, words.notes))
}

/// A side enlarged, to the nearest pixel.
fn times(side: u32, factor: f64) -> u32 {
    (f64::from(side) * factor).round() as u32
}
