//! The contract's values as plain Rust. Field by field what `plugins/wit/studio-plugin.wit` says; read that for the rules.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a model can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a source picture is to the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputRole {
    /// The picture to start from.
    Source,
    /// White where the source is to be repainted.
    Mask,
    /// A picture whose style is wanted.
    Style,
    /// A picture that guides the composition.
    Control,
}

/// A picture handed to the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputImage {
    /// What the picture is to the job.
    pub role: InputRole,
    /// Put this, as a whole JSON string, where the provider expects the picture's URL.
    pub reference: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Media type.
    pub content_type: String,
}

/// One request of a user, already checked against the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// One of the manifest's models.
    pub model_id: String,
    /// One of the model's operations.
    pub operation: Operation,
    /// The user's words.
    pub prompt: String,
    /// What the user does not want to see.
    pub negative_prompt: Option<String>,
    /// The parameters as JSON; read them with [`Job::parameters`].
    pub parameters: Map<String, Value>,
    /// 1 to the model's `max_images`.
    pub num_images: u32,
    /// To be sent to the provider. 0 to 2^32 - 1.
    pub seed: u64,
    /// Source pictures.
    pub inputs: Vec<InputImage>,
}

impl Job {
    /// The parameters in the plugin's own type.
    ///
    /// # Errors
    /// [`Error::Internal`] when they do not fit: the host checked them, so schema and type disagree.
    pub fn parameters<P: DeserializeOwned>(&self) -> Result<P, Error> {
        serde_json::from_value(Value::Object(self.parameters.clone()))
            .map_err(|error| Error::Internal(format!("parameters do not fit their schema: {error}")))
    }

    /// The first input picture with this role.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when there is none.
    pub fn input(&self, role: InputRole) -> Result<&InputImage, Error> {
        self.inputs
            .iter()
            .find(|input| input.role == role)
            .ok_or_else(|| Error::field("inputs", format!("a {role:?} picture is needed")))
    }
}

/// A complaint about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// `prompt`, `negative_prompt`, `num_images`, `inputs`, or a path such as `parameters.strength`.
    pub field: String,
    /// A sentence for the user.
    pub message: String,
}

/// Every way in which a plugin can decline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Error {
    /// The job's values cannot be sent. Final.
    InvalidInput(Vec<FieldError>),
    /// The provider refused the content. Final; shown to the user.
    Rejected(String),
    /// Ask again after this many milliseconds.
    RateLimited(u64),
    /// The provider failed in passing; the host tries again.
    Unavailable(String),
    /// The model cannot do the operation. Final.
    Unsupported(String),
    /// The plugin cannot make sense of what it was given. Final; for logs and administrators.
    Internal(String),
}

impl Error {
    /// A complaint about a single field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidInput(vec![FieldError {
            field: field.into(),
            message: message.into(),
        }])
    }
}

/// A price range in micro-dollars, `low <= expected <= high`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The least it can cost.
    pub low_microdollars: u64,
    /// The likely cost.
    pub expected_microdollars: u64,
    /// The most it can cost; held before the first call.
    pub high_microdollars: u64,
    /// How the figure comes about, for the user.
    pub basis: String,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Send this, then resume.
    Call(Call),
    /// Finished.
    Done(Outputs),
}

impl From<Call> for Step {
    fn from(call: Call) -> Self {
        Self::Call(call)
    }
}

impl From<Outputs> for Step {
    fn from(outputs: Outputs) -> Self {
        Self::Done(outputs)
    }
}

/// One call to the provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// One of the model's declared endpoints.
    pub endpoint: String,
    /// The body: a JSON object.
    pub input: Value,
    /// Milliseconds within which the provider must have started; 0 leaves it to the host.
    pub start_timeout_ms: u32,
    /// What `resume` will need, at most 64 KiB.
    pub state: Vec<u8>,
    /// One or two words for the timeline.
    pub label: String,
    /// What the user must know about the translation.
    pub notes: Vec<String>,
}

impl Call {
    /// A call without state, notes or start timeout.
    pub fn new(endpoint: impl Into<String>, label: impl Into<String>, input: Value) -> Self {
        Self {
            endpoint: endpoint.into(),
            input,
            start_timeout_ms: 0,
            state: Vec::new(),
            label: label.into(),
            notes: Vec::new(),
        }
    }

    /// With what `resume` will need.
    #[must_use]
    pub fn with_state(mut self, state: impl Into<Vec<u8>>) -> Self {
        self.state = state.into();
        self
    }

    /// With sentences that the user must see.
    #[must_use]
    pub fn with_notes(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }
}

/// What came back for the last call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The model's output.
    Output(ProviderOutput),
    /// A final refusal.
    Refusal(Refusal),
}

impl Answer {
    /// The output, or what `explain` makes of the refusal.
    ///
    /// # Errors
    /// The error made by `explain`.
    pub fn accept(&self, explain: impl FnOnce(&Refusal) -> Error) -> Result<&ProviderOutput, Error> {
        match self {
            Self::Output(output) => Ok(output),
            Self::Refusal(refusal) => Err(explain(refusal)),
        }
    }
}

/// The model's output as the provider sent it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderOutput {
    /// The body as text.
    pub body: String,
    /// The provider's own count of billed units.
    pub billable_units: Option<f64>,
}

/// An HTTP failure that will not be retried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// 400 to 599.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// What a result file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// A video.
    Video,
}

/// One file of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Where the host fetches it.
    pub url: String,
    /// Picture or video.
    pub kind: MediaKind,
    /// Pixels where the provider says so.
    pub width: Option<u32>,
    /// Pixels where the provider says so.
    pub height: Option<u32>,
    /// Blanked by the provider's safety checker.
    pub flagged: bool,
    /// The seed of this very file where the provider tells it.
    pub seed: Option<u64>,
}

/// The end of a job that went well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outputs {
    /// At least one.
    pub files: Vec<OutputFile>,
    /// The prompt that was really used, where the model rewrote it.
    pub effective_prompt: Option<String>,
    /// What the job really cost.
    pub cost_microdollars: u64,
    /// Seconds of computing where the provider tells them.
    pub inference_seconds: Option<f64>,
    /// What the user must know.
    pub notes: Vec<String>,
}

/// How a model treats a negative prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NegativePromptSupport {
    /// Jobs with one are refused by the host.
    Unsupported,
    /// The model takes it.
    Native,
}

/// A named set of parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preset {
    /// For people.
    pub name: String,
    /// Part of the parameters.
    pub parameters: Map<String, Value>,
}

/// One line of a price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLine {
    /// For one unit.
    pub microdollars: u64,
    /// `megapixel`, `image`, `second`, …
    pub unit: String,
    /// Where it was read.
    pub source: String,
    /// `YYYY-MM-DD`.
    pub read_on: String,
}

impl PriceLine {
    /// A price with its source and the day it was read.
    pub fn new(microdollars: u64, unit: &str, source: &str, read_on: &str) -> Self {
        Self {
            microdollars,
            unit: unit.to_owned(),
            source: source.to_owned(),
            read_on: read_on.to_owned(),
        }
    }
}

/// One model on offer; make it with [`crate::ModelBuilder`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Stable id.
    pub id: String,
    /// The only endpoints that its plans may call.
    pub endpoints: Vec<String>,
    /// For people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// The group in the model list.
    pub category: String,
    /// What it can do.
    pub operations: Vec<Operation>,
    /// Short machine-readable words.
    pub capabilities: Vec<String>,
    /// JSON Schema (2020-12) of the parameters.
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
    /// Milliseconds a default job takes.
    pub typical_duration_ms: u32,
    /// The provider's page.
    pub documentation_url: String,
    /// What results may be used for.
    pub licence_note: String,
    /// What it is good at.
    pub best_for: Vec<String>,
}

/// What `describe` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `[a-z0-9-]`, 3 to 40 characters.
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// For people.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// At least one.
    pub models: Vec<Model>,
}

impl Manifest {
    /// A manifest without models.
    pub fn new(id: &str, version: &str, name: &str, author: &str) -> Self {
        Self {
            id: id.to_owned(),
            version: version.to_owned(),
            name: name.to_owned(),
            author: author.to_owned(),
            models: Vec::new(),
        }
    }

    /// With one more model.
    #[must_use]
    pub fn model(mut self, model: Model) -> Self {
        self.models.push(model);
        self
    }
}
