//! What a user asks of a model: the raw request, and the checked job that plugins see.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Operation;

/// A request as it came from outside: nothing in it has been checked.
///
/// [`crate::ModelHandle::validate`] turns it into a [`Job`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRequest {
    /// What the model is asked to do.
    pub operation: Operation,
    /// The user's words.
    pub prompt: String,
    /// What the user does not want to see. Empty or blank counts as none.
    pub negative_prompt: Option<String>,
    /// The model's own parameters; what is left out takes its default.
    pub parameters: Map<String, Value>,
    /// Pictures wanted. Any number can stand here, so that a wrong one becomes a field error.
    pub num_images: i64,
    /// The seed to send, 0 to 2^32 - 1: the user's, or one the caller drew.
    pub seed: u64,
    /// Source pictures in the order of the references they will get (`input://0`, `input://1`, …).
    pub inputs: Vec<RequestInput>,
}

impl JobRequest {
    /// A request for one picture with default parameters and seed 0.
    pub fn new(operation: Operation, prompt: impl Into<String>) -> Self {
        Self {
            operation,
            prompt: prompt.into(),
            negative_prompt: None,
            parameters: Map::new(),
            num_images: 1,
            seed: 0,
            inputs: Vec::new(),
        }
    }
}

/// A source picture before it has a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestInput {
    /// What the picture is to the job.
    pub role: InputRole,
    /// Pixels, at least 1.
    pub width: u32,
    /// Pixels, at least 1.
    pub height: u32,
    /// Media type, such as `image/png`.
    pub content_type: String,
}

/// What a source picture is to the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl InputRole {
    /// The name used in the contract, in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Mask => "mask",
            Self::Style => "style",
            Self::Control => "control",
        }
    }
}

/// A checked request: what plugins are handed and what is stored with the queue row.
///
/// Made by [`crate::ModelHandle::validate`]; parameters are complete (defaults filled in) and satisfy the schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The model's stable id.
    pub model_id: String,
    /// One of the model's operations.
    pub operation: Operation,
    /// At most the model's `max_prompt_chars`; empty only for operations that need none.
    pub prompt: String,
    /// Never blank when present.
    pub negative_prompt: Option<String>,
    /// Every parameter of the model, with its value.
    pub parameters: Map<String, Value>,
    /// 1 to the model's `max_images`.
    pub num_images: u32,
    /// 0 to 2^32 - 1.
    pub seed: u64,
    /// Source pictures with their references.
    pub inputs: Vec<InputImage>,
}

/// A source picture as plugins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputImage {
    /// What the picture is to the job.
    pub role: InputRole,
    /// `input://<n>`, replaced by the real URL when a call is sent ([`crate::substitute_inputs`]).
    pub reference: String,
    /// Pixels, at least 1.
    pub width: u32,
    /// Pixels, at least 1.
    pub height: u32,
    /// Media type, such as `image/png`.
    pub content_type: String,
}

/// A complaint about one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// `prompt`, `negative_prompt`, `num_images`, `seed`, `operation`, `inputs`, or a path such as `parameters.strength`.
    pub field: String,
    /// A sentence for the user that names the field and what is allowed.
    pub message: String,
}

impl FieldError {
    /// A complaint about `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}
