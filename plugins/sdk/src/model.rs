//! A readable way to write down a model.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::contract::{Model, NegativePromptSupport, Operation, Preset, PriceLine};
use crate::schema::schema_of;

/// Characters of a prompt unless a model says otherwise.
const DEFAULT_MAX_PROMPT_CHARS: u32 = 10_000;

/// Builds a [`Model`]; what is not set has a plain default (one image, no negative prompt, no parameters).
pub struct ModelBuilder(Model);

impl ModelBuilder {
    /// A model with its stable id, its name, and the first thing it can do, which also names its category.
    pub fn new(id: &str, name: &str, operation: Operation) -> Self {
        Self(Model {
            id: id.to_owned(),
            endpoints: Vec::new(),
            name: name.to_owned(),
            description: String::new(),
            category: category(operation).to_owned(),
            operations: vec![operation],
            capabilities: Vec::new(),
            parameters_schema: schema_of::<NoParameters>(),
            presets: Vec::new(),
            negative_prompt: NegativePromptSupport::Unsupported,
            max_prompt_chars: DEFAULT_MAX_PROMPT_CHARS,
            max_images: 1,
            prices: Vec::new(),
            typical_duration_ms: 5_000,
            documentation_url: String::new(),
            licence_note: String::new(),
            best_for: Vec::new(),
        })
    }

    /// One more endpoint that plans may call.
    #[must_use]
    pub fn endpoint(mut self, endpoint: &str) -> Self {
        self.0.endpoints.push(endpoint.to_owned());
        self
    }

    /// One or two sentences for the model list.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.0.description = text.to_owned();
        self
    }

    /// The parameters, as a type.
    #[must_use]
    pub fn parameters<P: JsonSchema>(mut self) -> Self {
        self.0.parameters_schema = schema_of::<P>();
        self
    }

    /// A named set of parameters. `parameters` must be a JSON object.
    #[must_use]
    pub fn preset(mut self, name: &str, parameters: &Value) -> Self {
        self.0.presets.push(Preset {
            name: name.to_owned(),
            parameters: parameters.as_object().cloned().unwrap_or_default(),
        });
        self
    }

    /// Short machine-readable words.
    #[must_use]
    pub fn capabilities(mut self, words: &[&str]) -> Self {
        self.0.capabilities = owned(words);
        self
    }

    /// The model takes a negative prompt.
    #[must_use]
    pub fn takes_negative_prompt(mut self) -> Self {
        self.0.negative_prompt = NegativePromptSupport::Native;
        self
    }

    /// The most pictures of one job, 1 to 16.
    #[must_use]
    pub fn max_images(mut self, images: u32) -> Self {
        self.0.max_images = images;
        self
    }

    /// One more price line.
    #[must_use]
    pub fn price(mut self, line: PriceLine) -> Self {
        self.0.prices.push(line);
        self
    }

    /// Milliseconds a default job takes.
    #[must_use]
    pub fn typical_duration_ms(mut self, milliseconds: u32) -> Self {
        self.0.typical_duration_ms = milliseconds;
        self
    }

    /// The provider's page.
    #[must_use]
    pub fn documentation(mut self, url: &str) -> Self {
        self.0.documentation_url = url.to_owned();
        self
    }

    /// What results may be used for.
    #[must_use]
    pub fn licence(mut self, note: &str) -> Self {
        self.0.licence_note = note.to_owned();
        self
    }

    /// What the model is good at.
    #[must_use]
    pub fn best_for(mut self, uses: &[&str]) -> Self {
        self.0.best_for = owned(uses);
        self
    }

    /// The finished model.
    pub fn build(self) -> Model {
        self.0
    }
}

#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NoParameters {}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn category(operation: Operation) -> &'static str {
    match operation {
        Operation::TextToImage => "text-to-image",
        Operation::ImageToImage => "image-to-image",
        Operation::Inpaint => "inpainting",
        Operation::Upscale => "upscaling",
        Operation::RemoveBackground => "background-removal",
        Operation::Video => "video",
    }
}

/// An empty parameter object, for jobs in tests.
impl Default for crate::Job {
    fn default() -> Self {
        Self {
            model_id: String::new(),
            operation: Operation::TextToImage,
            prompt: String::new(),
            negative_prompt: None,
            parameters: Map::new(),
            num_images: 1,
            seed: 0,
            inputs: Vec::new(),
        }
    }
}
