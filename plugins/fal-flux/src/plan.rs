//! The part of a call that comes from a model's parameters and pictures.

use serde_json::{Value, json};
use studio_plugin_sdk::fal::{Loras, Size};
use studio_plugin_sdk::{Error, InputImage, InputRole, Job};

use crate::models::Flux;
use crate::params::{DevParams, ImageToImageParams, ProParams, SchnellParams};
use crate::params_lora::{GeneralParams, LoraEditParams, LoraParams};
use crate::params_pro::{FillParams, UltraParams};

/// What to send besides prompt, number and seed.
pub(crate) struct Plan {
    pub(crate) input: Value,
    /// Width and height of each result.
    pub(crate) pixels: (u32, u32),
    pub(crate) notes: Vec<String>,
    /// The prompt without add-ons, for models that take them.
    pub(crate) prompt: Option<String>,
}

/// Pixels of a picture of ultra: about four megapixels, not confirmed by a schema. It costs the same at every size.
const ULTRA_PIXELS: (u32, u32) = (2048, 2048);

/// The ControlNet that knows all control modes. A public repository at Hugging Face; not yet tried against the real service.
const CONTROL_UNION: &str = "Shakker-Labs/FLUX.1-dev-ControlNet-Union-Pro";

/// The IP adapter, its weights and its encoder. Public repositories at Hugging Face; not yet tried against the real service.
const STYLE_ADAPTER: &str = "XLabs-AI/flux-ip-adapter";
const STYLE_WEIGHTS: &str = "ip_adapter.safetensors";
const STYLE_ENCODER: &str = "openai/clip-vit-large-patch14";

impl Plan {
    pub(crate) fn of(model: Flux, job: &Job) -> Result<Self, Error> {
        match model {
            Flux::Dev => Ok(Self::dev(&job.parameters()?)),
            Flux::Schnell => Ok(Self::schnell(&job.parameters()?)),
            Flux::Pro11 => Ok(Self::pro(&job.parameters()?)),
            Flux::Ultra => Self::ultra(&job.parameters()?, job),
            Flux::DevImageToImage => Self::image_to_image(&job.parameters()?, job),
            Flux::Fill => Self::fill(&job.parameters()?, job),
            Flux::Lora => Self::lora(&job.parameters()?, job),
            Flux::LoraImageToImage => Self::lora_edit(&job.parameters()?, job),
            Flux::LoraInpainting => Self::lora_inpainting(&job.parameters()?, job),
            Flux::General => Self::general(&job.parameters()?, job),
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

    fn ultra(p: &UltraParams, job: &Job) -> Result<Self, Error> {
        let mut plan = Self {
            input: json!({
                "aspect_ratio": p.aspect_ratio,
                "raw": p.raw,
                "enhance_prompt": p.enhance_prompt,
                "output_format": p.output_format,
                "safety_tolerance": p.safety_tolerance,
            }),
            pixels: ULTRA_PIXELS,
            notes: Vec::new(),
            prompt: None,
        };
        if let Some(style) = only_one(job, InputRole::Style, "style")? {
            plan.input["image_url"] = json!(style.reference);
            plan.input["image_prompt_strength"] = json!(p.image_prompt_strength);
        } else if differ(p.image_prompt_strength, UltraParams::IMAGE_PROMPT_STRENGTH) {
            plan.without_effect("The style picture strength", "a style picture");
        }
        Ok(plan)
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
        Ok(Self::like(source, input))
    }

    fn fill(p: &FillParams, job: &Job) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let input = json!({
            "image_url": source.reference,
            "mask_url": job.input(InputRole::Mask)?.reference,
            "enhance_prompt": p.enhance_prompt,
            "output_format": p.output_format,
            "safety_tolerance": p.safety_tolerance,
        });
        Ok(Self::like(source, input))
    }

    fn lora(p: &LoraParams, job: &Job) -> Result<Self, Error> {
        let size = Size::new(p.image_size, p.width, p.height);
        let loras = Loras::of(job, &p.lora_path, p.lora_scale)?;
        let input = json!({
            "image_size": size.to_json(),
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "acceleration": p.acceleration,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        Ok(Self::sized(input, size).with_loras(loras))
    }

    fn lora_edit(p: &LoraEditParams, job: &Job) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let loras = Loras::of(job, &p.lora_path, p.lora_scale)?;
        let input = json!({
            "image_url": source.reference,
            "strength": p.strength,
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "acceleration": p.acceleration,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        Ok(Self::like(source, input).with_loras(loras))
    }

    fn lora_inpainting(p: &LoraEditParams, job: &Job) -> Result<Self, Error> {
        let mut plan = Self::lora_edit(p, job)?;
        plan.input["mask_url"] = json!(job.input(InputRole::Mask)?.reference);
        Ok(plan)
    }

    fn general(p: &GeneralParams, job: &Job) -> Result<Self, Error> {
        let size = Size::new(p.image_size, p.width, p.height);
        let loras = Loras::of(job, &p.lora_path, p.lora_scale)?;
        let input = json!({
            "image_size": size.to_json(),
            "num_inference_steps": p.num_inference_steps,
            "guidance_scale": p.guidance_scale,
            "scheduler": p.scheduler,
            "use_beta_schedule": p.use_beta_schedule,
            "output_format": p.output_format,
            "enable_safety_checker": p.enable_safety_checker,
        });
        let mut plan = Self::sized(input, size).with_loras(loras);
        plan.add_negative_strength(p, job);
        plan.add_controls(p, job);
        plan.add_style(p, job)?;
        Ok(plan)
    }

    /// FLUX knows negative prompts through real classifier-free guidance only, which has to be switched on.
    fn add_negative_strength(&mut self, p: &GeneralParams, job: &Job) {
        if job.negative_prompt.is_some() {
            self.input["use_real_cfg"] = json!(true);
            self.input["real_cfg_scale"] = json!(p.real_cfg_scale);
            self.notes
                .push("The negative prompt works through real guidance, which takes about twice as long.".to_owned());
        } else if differ(p.real_cfg_scale, GeneralParams::REAL_CFG_SCALE) {
            self.without_effect("The negative prompt strength", "a negative prompt");
        }
    }

    fn add_controls(&mut self, p: &GeneralParams, job: &Job) {
        let plain = GeneralParams::default();
        let control = |picture: &InputImage| {
            json!({
                "control_image_url": picture.reference,
                "control_mode": p.control_mode,
                "conditioning_scale": p.control_strength,
                "end_percentage": p.control_end,
            })
        };
        let controls: Vec<Value> = pictures(job, InputRole::Control).map(control).collect();
        if !controls.is_empty() {
            self.input["controlnet_unions"] = json!([{"path": CONTROL_UNION, "controls": controls}]);
        } else if p.control_mode != plain.control_mode
            || differ(p.control_strength, plain.control_strength)
            || differ(p.control_end, plain.control_end)
        {
            self.without_effect("The control settings", "a control picture");
        }
    }

    fn add_style(&mut self, p: &GeneralParams, job: &Job) -> Result<(), Error> {
        if let Some(style) = only_one(job, InputRole::Style, "style")? {
            self.input["ip_adapters"] = json!([{
                "path": STYLE_ADAPTER,
                "weight_name": STYLE_WEIGHTS,
                "image_encoder_path": STYLE_ENCODER,
                "image_url": style.reference,
                "scale": p.style_strength,
            }]);
        } else if differ(p.style_strength, GeneralParams::STYLE_STRENGTH) {
            self.without_effect("The style picture strength", "a style picture");
        }
        Ok(())
    }

    fn without_effect(&mut self, what: &str, missing: &str) {
        self.notes.push(format!("{what} has no effect without {missing}."));
    }

    fn with_loras(mut self, loras: Loras) -> Self {
        self.input["loras"] = loras.to_json();
        self.notes.extend(loras.notes);
        self.prompt = Some(loras.prompt);
        self
    }

    fn sized(input: Value, size: Size) -> Self {
        Self {
            input,
            pixels: size.pixels(),
            notes: size.note().into_iter().collect(),
            prompt: None,
        }
    }

    /// Results of the size of `source`.
    fn like(source: &InputImage, input: Value) -> Self {
        Self {
            input,
            pixels: (source.width, source.height),
            notes: Vec::new(),
            prompt: None,
        }
    }
}

fn pictures(job: &Job, role: InputRole) -> impl Iterator<Item = &InputImage> {
    job.inputs.iter().filter(move |input| input.role == role)
}

/// The picture of `role` where the provider takes one at most.
fn only_one<'a>(job: &'a Job, role: InputRole, name: &str) -> Result<Option<&'a InputImage>, Error> {
    let mut found = pictures(job, role);
    let first = found.next();
    if found.next().is_some() {
        return Err(Error::field(
            "inputs",
            format!("this model takes one {name} picture at most"),
        ));
    }
    Ok(first)
}

fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > f64::EPSILON
}
