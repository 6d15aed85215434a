//! The part of a call that comes from a model's parameters and pictures.

use serde::Serialize;
use serde_json::{Value, json};
use studio_plugin_sdk::fal::{Loras, Size, input_of};
use studio_plugin_sdk::{Error, InputRole, Job};

use crate::models::Sdxl;
use crate::params_fast::{FastImageToImageParams, FastInpaintingParams, FastParams};
use crate::params_lightning::{LightningEditParams, LightningParams};

/// What to send besides prompts, number and seed.
pub(crate) struct Plan {
    pub(crate) input: Value,
    /// Width and height of each result.
    pub(crate) pixels: (u32, u32),
    /// Steps of one picture.
    pub(crate) steps: u32,
    pub(crate) expands_prompt: bool,
    pub(crate) notes: Vec<String>,
    /// The prompt without add-ons, for models that take them.
    pub(crate) prompt: Option<String>,
}

impl Plan {
    pub(crate) fn of(model: Sdxl, job: &Job) -> Result<Self, Error> {
        match model {
            Sdxl::Fast => Self::fast(&job.parameters()?, job),
            Sdxl::Alias => Self::alias(&job.parameters()?, job),
            Sdxl::FastImageToImage => Self::fast_image_to_image(&job.parameters()?, job),
            Sdxl::FastInpainting => Self::fast_inpainting(&job.parameters()?, job),
            Sdxl::Lightning => Self::lightning(&job.parameters()?),
            Sdxl::LightningImageToImage => Self::lightning_edit(&job.parameters()?, job),
            Sdxl::LightningInpainting => Self::lightning_edit(&job.parameters()?, job)?.masked(job),
        }
    }

    fn fast(p: &FastParams, job: &Job) -> Result<Self, Error> {
        let size = Size::new(p.image_size, p.width, p.height);
        let plan = Self::sized(p, size, p.num_inference_steps, p.expand_prompt)?;
        Ok(plan.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?))
    }

    fn alias(p: &FastParams, job: &Job) -> Result<Self, Error> {
        let mut plan = Self::fast(p, job)?;
        let (id, endpoint) = (Sdxl::Alias.id(), Sdxl::Alias.endpoint());
        plan.notes.push(format!(
            "The provider has no {id}; the job went to {endpoint}, which runs the same model."
        ));
        Ok(plan)
    }

    fn fast_image_to_image(p: &FastImageToImageParams, job: &Job) -> Result<Self, Error> {
        let plan = Self::like_source(p, job, p.num_inference_steps, p.expand_prompt)?;
        Ok(plan.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?))
    }

    fn fast_inpainting(p: &FastInpaintingParams, job: &Job) -> Result<Self, Error> {
        let plan = Self::like_source(p, job, p.num_inference_steps, p.expand_prompt)?;
        plan.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?).masked(job)
    }

    fn lightning(p: &LightningParams) -> Result<Self, Error> {
        let size = Size::new(p.image_size, p.width, p.height);
        Self::sized(p, size, p.num_inference_steps.count(), p.expand_prompt)
    }

    fn lightning_edit(p: &LightningEditParams, job: &Job) -> Result<Self, Error> {
        Self::like_source(p, job, p.num_inference_steps.count(), p.expand_prompt)
    }

    fn masked(mut self, job: &Job) -> Result<Self, Error> {
        self.input["mask_url"] = json!(job.input(InputRole::Mask)?.reference);
        Ok(self)
    }

    fn with_loras(mut self, loras: Loras) -> Self {
        self.input["loras"] = loras.to_json();
        self.notes.extend(loras.notes);
        self.prompt = Some(loras.prompt);
        self
    }

    fn sized(params: &impl Serialize, size: Size, steps: u32, expands_prompt: bool) -> Result<Self, Error> {
        let mut input = provider_input(params)?;
        input["image_size"] = size.to_json();
        Ok(Self {
            input,
            pixels: size.pixels(),
            steps,
            expands_prompt,
            notes: size.note().into_iter().collect(),
            prompt: None,
        })
    }

    /// Results of the size of the source picture: without a word about it the provider would make a square.
    fn like_source(params: &impl Serialize, job: &Job, steps: u32, expands_prompt: bool) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let mut input = provider_input(params)?;
        input["image_url"] = json!(source.reference);
        input["image_size"] = json!({"width": source.width, "height": source.height});
        Ok(Self {
            input,
            pixels: (source.width, source.height),
            steps,
            expands_prompt,
            notes: Vec::new(),
            prompt: None,
        })
    }
}

/// The provider calls the format of the results `format`; size and LoRA fields of the form are said in its own way elsewhere.
fn provider_input(params: &impl Serialize) -> Result<Value, Error> {
    let mut input = input_of(params, &["width", "height", "lora_path", "lora_scale"])?;
    if let Some(format) = input.as_object_mut().and_then(|fields| fields.remove("output_format")) {
        input["format"] = format;
    }
    Ok(input)
}
