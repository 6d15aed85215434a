//! What plugins answer: steps, prices, results, refusals; and the provider's answers handed to them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::FieldError;

/// What to do next for a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// Send this to the provider, then resume.
    Call(Call),
    /// The job is over and went well.
    Done(Outputs),
}

/// One call to the provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// One of the model's declared endpoints (checked by the host).
    pub endpoint: String,
    /// The body, a JSON object. Pictures are still references: see [`crate::substitute_inputs`].
    pub input: Value,
    /// Milliseconds within which the provider must have started, at most 3,600,000; `None` leaves it to the engine.
    pub start_timeout_ms: Option<u32>,
    /// Opaque to the host, at most 64 KiB; goes back into `resume`.
    pub state: Vec<u8>,
    /// One or two words for the timeline.
    pub label: String,
    /// Sentences the user must see about how the request was translated.
    pub notes: Vec<String>,
}

/// What came back from the provider for the last call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// The model's output.
    Output(ProviderOutput),
    /// A final refusal of the model.
    Refusal(Refusal),
}

/// The model's output as the provider sent it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderOutput {
    /// The body; JSON unless the provider misbehaves.
    pub body: String,
    /// The provider's own count of billed units where it gives one.
    pub billable_units: Option<f64>,
}

/// An HTTP failure that will not be retried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// HTTP status, 400 to 599.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// The end of a job that went well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outputs {
    /// At least one file, in the provider's order.
    pub files: Vec<OutputFile>,
    /// The prompt really used, where the model rewrote it.
    pub effective_prompt: Option<String>,
    /// What the job cost, in micro-dollars, as far as the plugin can tell.
    pub cost_microdollars: u64,
    /// Seconds of computing where the provider tells them.
    pub inference_seconds: Option<f64>,
    /// Sentences the user must see.
    pub notes: Vec<String>,
}

/// One file of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// `https:`, `http:` (local providers) or `data:`. Whoever fetches it decides which hosts are allowed.
    pub url: String,
    /// Picture or video.
    pub kind: MediaKind,
    /// Pixels when the provider says so; the real file is measured on ingest.
    pub width: Option<u32>,
    /// Pixels when the provider says so.
    pub height: Option<u32>,
    /// The provider's safety checker blanked this file.
    pub flagged: bool,
    /// The seed of this very file where the provider tells it. Can exceed 2^53: give it to browsers as text.
    pub seed: Option<u64>,
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

/// A price range in micro-dollars: `low <= expected <= high` (checked by the host).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The least the job can cost.
    pub low_microdollars: u64,
    /// The likely cost.
    pub expected_microdollars: u64,
    /// What has to be held before the first call.
    pub high_microdollars: u64,
    /// How the figure comes about, for the user.
    pub basis: String,
}

/// Every way in which a plugin can decline.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
pub enum PluginError {
    /// The job's values cannot be sent. Final.
    #[error("the request is not valid for the model: {}", join(.0))]
    InvalidInput(Vec<FieldError>),
    /// The provider refused the content. Final; the text is for the user.
    #[error("refused: {0}")]
    Rejected(String),
    /// Try the same call again after this many milliseconds.
    #[error("rate limited, retry after {retry_after_ms} ms")]
    RateLimited {
        /// Milliseconds.
        retry_after_ms: u64,
    },
    /// The provider failed in passing: try the same call again later.
    #[error("the provider is unavailable: {0}")]
    Unavailable(String),
    /// The model cannot do the operation. Final.
    #[error("not supported: {0}")]
    Unsupported(String),
    /// The plugin cannot make sense of what it was given. Final; the text is for logs and administrators.
    #[error("the plugin failed: {0}")]
    Internal(String),
}

fn join(errors: &[FieldError]) -> String {
    let lines: Vec<_> = errors
        .iter()
        .map(|error| format!("{}: {}", error.field, error.message))
        .collect();
    lines.join("; ")
}
