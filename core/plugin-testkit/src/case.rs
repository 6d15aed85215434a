//! Recorded cases: a request, and the provider's answer to it, as one JSON file in a plugin's `fixtures/`.
//!
//! ```json
//! {
//!   "about": "two pictures, one of them flagged",
//!   "model": "fal-ai/flux/dev",
//!   "request": { "prompt": "…", "num_images": 2, "seed": 7, "parameters": {} },
//!   "output": { "images": [ … ] }, "billable_units": 2
//! }
//! ```
//! Instead of `output` (JSON) there can be `"refusal": {"status": 422, "body": …}`. `operation`, `inputs` and the members of `request`
//! that are left out have plain values.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_plugin_host::{
    Answer, CallError, FieldError, JobRequest, ModelHandle, Operation, Outputs, PluginError, PluginHost, Price,
    ProviderOutput, Refusal, RequestInput, Step,
};
use thiserror::Error;

/// One recorded case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in a sentence.
    pub about: String,
    /// The model's id.
    pub model: String,
    /// What the user asked.
    pub request: CaseRequest,
    /// The model's output.
    #[serde(default)]
    pub output: Option<Value>,
    /// The provider's count of billed units.
    #[serde(default)]
    pub billable_units: Option<f64>,
    /// The model's refusal, when there is no output.
    #[serde(default)]
    pub refusal: Option<CaseRefusal>,
}

/// The request of a case; what is left out is plain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRequest {
    /// Text to image unless said otherwise.
    #[serde(default)]
    pub operation: Option<Operation>,
    /// The user's words.
    pub prompt: String,
    /// None unless said otherwise.
    #[serde(default)]
    pub negative_prompt: Option<String>,
    /// Those that are not default.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// One unless said otherwise.
    #[serde(default)]
    pub num_images: Option<i64>,
    /// Zero unless said otherwise.
    #[serde(default)]
    pub seed: u64,
    /// Source pictures.
    #[serde(default)]
    pub inputs: Vec<RequestInput>,
}

/// The refusal of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRefusal {
    /// HTTP status.
    pub status: u16,
    /// A JSON value, or a string for a body that is not JSON.
    pub body: Value,
}

/// What became of a case, for a snapshot.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Of the case.
    pub about: String,
    /// The price before the call.
    pub price: Price,
    /// Where the call goes.
    pub endpoint: String,
    /// What is sent.
    pub input: Value,
    /// What the user is told about the translation.
    pub notes: Vec<String>,
    /// The result, or the plugin's error.
    pub result: Result<Outputs, PluginError>,
}

/// Why a case did not run to its end.
#[derive(Debug, Error)]
pub enum CaseError {
    /// The file cannot be read as a case.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// No plugin offers the model.
    #[error("no plugin offers the model {0:?}")]
    NoModel(String),
    /// The request is not valid.
    #[error("the request is not valid: {0:?}")]
    Request(Vec<FieldError>),
    /// The plugin gave no plan, or broke.
    #[error(transparent)]
    Call(#[from] CallError),
    /// Cases are for models with one call.
    #[error("expected {0}")]
    Steps(&'static str),
}

/// Every case of a folder with its file name (without extension), in the order of names.
///
/// # Errors
/// When the folder or one of its `*.json` files cannot be read as cases.
pub fn cases_in(folder: &Path) -> Result<Vec<(String, Case)>, CaseError> {
    let unreadable = |error: std::io::Error| CaseError::File {
        path: folder.to_owned(),
        reason: error.to_string(),
    };
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            cases.push((name, read(&path)?));
        }
    }
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(cases)
}

fn read(path: &Path) -> Result<Case, CaseError> {
    let parsed = std::fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
    parsed.map_err(|reason| CaseError::File {
        path: path.to_owned(),
        reason,
    })
}

impl Case {
    /// Runs the case: price, plan, and what the plugin makes of the answer.
    ///
    /// # Errors
    /// When it does not get as far as an outcome.
    pub async fn run(&self, host: &PluginHost) -> Result<Outcome, CaseError> {
        let model = host
            .model(&self.model)
            .ok_or_else(|| CaseError::NoModel(self.model.clone()))?;
        let job = model.validate(&self.request(&model)).map_err(CaseError::Request)?;
        let Step::Call(call) = model.start(&job).await? else {
            return Err(CaseError::Steps("a call as the first step"));
        };
        let result = match model.resume(&job, &call.state, &self.answer()).await {
            Ok(Step::Done(outputs)) => Ok(outputs),
            Ok(Step::Call(_)) => return Err(CaseError::Steps("a result as the second step")),
            Err(CallError::Declined(error)) => Err(error),
            Err(fault) => return Err(fault.into()),
        };
        Ok(Outcome {
            about: self.about.clone(),
            price: model.estimate(&job).await?,
            endpoint: call.endpoint,
            input: call.input,
            notes: call.notes,
            result,
        })
    }

    fn request(&self, model: &ModelHandle) -> JobRequest {
        let request = self.request.clone();
        JobRequest {
            operation: request.operation.unwrap_or(model.model().operations[0]),
            prompt: request.prompt,
            negative_prompt: request.negative_prompt,
            parameters: request.parameters,
            num_images: request.num_images.unwrap_or(1),
            seed: request.seed,
            inputs: request.inputs,
        }
    }

    /// The body that the provider answered with, as text.
    pub fn body(&self) -> String {
        match &self.refusal {
            Some(refusal) => text_of(&refusal.body),
            None => text_of(self.output.as_ref().unwrap_or(&Value::Null)),
        }
    }

    fn answer(&self) -> Answer {
        match &self.refusal {
            Some(refusal) => Answer::Refusal(Refusal {
                status: refusal.status,
                body: self.body(),
            }),
            None => Answer::Output(ProviderOutput {
                body: self.body(),
                billable_units: self.billable_units,
            }),
        }
    }
}

fn text_of(body: &Value) -> String {
    body.as_str().map_or_else(|| body.to_string(), str::to_owned)
}
