//! What a plugin says about itself and its models.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a model can be asked to do. One job has one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Pictures from a prompt alone.
    TextToImage,
    /// Pictures from a prompt and a source picture.
    ImageToImage,
    /// Repaint the masked part of a picture.
    Inpaint,
    /// Enlarge a picture.
    Upscale,
    /// Cut out the subject of a picture.
    RemoveBackground,
    /// A video from a prompt.
    Video,
}

impl Operation {
    /// The name used in the contract, in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TextToImage => "text-to-image",
            Self::ImageToImage => "image-to-image",
            Self::Inpaint => "inpaint",
            Self::Upscale => "upscale",
            Self::RemoveBackground => "remove-background",
            Self::Video => "video",
        }
    }

    /// Whether a job of this kind cannot do without a prompt.
    pub fn needs_prompt(self) -> bool {
        !matches!(self, Self::Upscale | Self::RemoveBackground)
    }
}

/// How a model treats a negative prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NegativePromptSupport {
    /// The model has no such input: a job with one is refused.
    Unsupported,
    /// The model takes it.
    Native,
}

/// A named set of parameters offered beside the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preset {
    /// Shown to the user.
    pub name: String,
    /// A part of the model's parameters.
    pub parameters: Map<String, Value>,
}

/// One line of a model's price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLine {
    /// Micro-dollars for one unit.
    pub microdollars: u64,
    /// `megapixel`, `image`, `second`, …
    pub unit: String,
    /// Where the price was read.
    pub source: String,
    /// The day it was read, `YYYY-MM-DD`.
    pub read_on: String,
}

/// One model on offer. Field by field the `model` record of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Stable id, shown to API clients: `fal-ai/flux/dev`.
    pub id: String,
    /// The only provider endpoints that plans of this model may call.
    pub endpoints: Vec<String>,
    /// For people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// The group in the model list.
    pub category: String,
    /// What it can be asked to do.
    pub operations: Vec<Operation>,
    /// Short machine-readable words.
    pub capabilities: Vec<String>,
    /// JSON Schema (2020-12) of the parameters object, with form hints under `x-ui`.
    pub parameters_schema: Value,
    /// Named sets of parameters.
    pub presets: Vec<Preset>,
    /// Whether a negative prompt is taken.
    pub negative_prompt: NegativePromptSupport,
    /// Characters, 1 to 50,000.
    pub max_prompt_chars: u32,
    /// 1 to 16.
    pub max_images: u32,
    /// The price list.
    pub prices: Vec<PriceLine>,
    /// What a job of default settings takes, in milliseconds.
    pub typical_duration_ms: u32,
    /// The provider's page about the model.
    pub documentation_url: String,
    /// What the results may be used for.
    pub licence_note: String,
    /// What the model is good at.
    pub best_for: Vec<String>,
}

/// What a plugin answers to `describe`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `fal-flux`.
    pub id: String,
    /// Semantic version of the plugin.
    pub version: String,
    /// For people.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// At least one.
    pub models: Vec<Model>,
}

/// Which plugin, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginIdentity {
    /// `fal-flux`.
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// For people.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// SHA-256 of the component file, 64 lowercase hexadecimal digits. Jobs are pinned to it.
    pub digest: String,
}

/// A model together with the plugin that offers it and its default parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// The plugin behind it.
    pub plugin: PluginIdentity,
    /// Every parameter with its default value.
    pub default_parameters: Map<String, Value>,
    /// The model's own description.
    #[serde(flatten)]
    pub model: Model,
}
