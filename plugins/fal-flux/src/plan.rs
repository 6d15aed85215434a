//! The part of a call that comes from a model's parameters and pictures.

use serde::Serialize;
use serde_json::{Value, json};
use studio_plugin_sdk::fal::{Loras, Size, input_of};
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

/// Fields of the forms that the provider does not know by these names, or takes only beside a picture or a negative prompt.
const OURS: &[&str] = &[
    "width",
    "height",
    "lora_path",
    "lora_scale",
    "control_mode",
    "control_strength",
    "control_end",
    "style_strength",
    "image_prompt_strength",
    "real_cfg_scale",
];

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
            Flux::Dev => Self::dev(&job.parameters()?),
            Flux::Schnell => Self::schnell(&job.parameters()?),
            Flux::Pro11 => Self::pro(&job.parameters()?),
            Flux::Ultra => Self::ultra(&job.parameters()?, job),
            Flux::DevImageToImage => Self::like_source::<ImageToImageParams>(&job.parameters()?, job),
            Flux::Fill => Self::fill(&job.parameters()?, job),
            Flux::Lora => Self::lora(&job.parameters()?, job),
            Flux::LoraImageToImage => Self::lora_edit(&job.parameters()?, job),
            Flux::LoraInpainting => Self::lora_edit(&job.parameters()?, job)?.masked(job),
            Flux::General => Self::general(&job.parameters()?, job),
        }
    }

    fn dev(p: &DevParams) -> Result<Self, Error> {
        Self::sized(p, Size::new(p.image_size, p.width, p.height))
    }

    fn schnell(p: &SchnellParams) -> Result<Self, Error> {
        Self::sized(p, Size::new(p.image_size, p.width, p.height))
    }

    fn pro(p: &ProParams) -> Result<Self, Error> {
        Self::sized(p, Size::new(p.image_size, p.width, p.height))
    }

    fn ultra(p: &UltraParams, job: &Job) -> Result<Self, Error> {
        let mut plan = Self {
            input: input_of(p, OURS)?,
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

    fn fill(p: &FillParams, job: &Job) -> Result<Self, Error> {
        Self::like_source(p, job)?.masked(job)
    }

    fn lora(p: &LoraParams, job: &Job) -> Result<Self, Error> {
        let plan = Self::sized(p, Size::new(p.image_size, p.width, p.height))?;
        Ok(plan.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?))
    }

    fn lora_edit(p: &LoraEditParams, job: &Job) -> Result<Self, Error> {
        Ok(Self::like_source(p, job)?.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?))
    }

    fn general(p: &GeneralParams, job: &Job) -> Result<Self, Error> {
        let plan = Self::sized(p, Size::new(p.image_size, p.width, p.height))?;
        let mut plan = plan.with_loras(Loras::of(job, &p.lora_path, p.lora_scale)?);
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

    fn masked(mut self, job: &Job) -> Result<Self, Error> {
        self.input["mask_url"] = json!(job.input(InputRole::Mask)?.reference);
        Ok(self)
    }

    fn sized(params: &impl Serialize, size: Size) -> Result<Self, Error> {
        let mut input = input_of(params, OURS)?;
        input["image_size"] = size.to_json();
        Ok(Self {
            input,
            pixels: size.pixels(),
            notes: size.note().into_iter().collect(),
            prompt: None,
        })
    }

    /// Results of the size of the source picture.
    fn like_source<P: Serialize>(params: &P, job: &Job) -> Result<Self, Error> {
        let source = job.input(InputRole::Source)?;
        let mut input = input_of(params, OURS)?;
        input["image_url"] = json!(source.reference);
        Ok(Self {
            input,
            pixels: (source.width, source.height),
            notes: Vec::new(),
            prompt: None,
        })
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
