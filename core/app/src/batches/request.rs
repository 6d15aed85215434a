//! What a user asks for, unchecked, and what of it is stored.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio_batch::BatchSpec;
use studio_model::{ImageId, ProjectId};

use crate::generation::StoredInput;
use crate::recipes::Then;

/// A request for many jobs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BatchRequest {
    /// 1 to 200 characters; none makes one from the first prompt.
    pub name: Option<String>,
    /// Where the rows come from.
    pub spec: BatchSpec,
    /// What rows take that do not say otherwise.
    pub defaults: RowDefaults,
    /// The project that the pictures go to.
    pub project_id: Option<ProjectId>,
    /// -100 to 100: a head start over other batches of the same user, 36 s a point.
    pub priority: i32,
    /// Holds money for so many unfinished jobs at a time, 1 to 100,000; none holds for all from the start.
    pub window_jobs: Option<i32>,
    /// Leaves out rows that are wrong instead of refusing the batch.
    pub skip_broken_rows: bool,
    /// The steps that follow on the pictures of the rows.
    #[serde(flatten)]
    pub then: Then,
    /// Makes a repeated request find the first one's batch.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

/// What rows take that do not say otherwise.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowDefaults {
    /// The model.
    pub model_id: Option<String>,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's parameters; those of a row go over them one by one.
    pub parameters: Map<String, Value>,
    /// Pictures of each row; 1 where it is left out.
    pub num_images: Option<u32>,
    /// One seed for all; without it each row gets another one.
    pub seed: Option<u64>,
    /// The picture that all rows start from.
    pub source_image_id: Option<ImageId>,
}

/// A request as it is kept, apart from the text of a table.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredRequest {
    pub(crate) spec: BatchSpec,
    pub(crate) defaults: RowDefaults,
    pub(crate) inputs: Vec<StoredInput>,
    /// The steps that follow, as they were when it was asked for; whoever asks for the same again gets these.
    #[serde(default)]
    pub(crate) then: Then,
}

/// Takes the text of a table out of a request: it is large, and stored in a column of its own.
pub(crate) fn take_table(spec: &mut BatchSpec) -> Option<String> {
    match spec {
        BatchSpec::Csv(spec) => Some(std::mem::take(&mut spec.text)),
        BatchSpec::Prompts(_) | BatchSpec::Template(_) => None,
    }
}

/// Puts it back.
pub(crate) fn put_table(spec: &mut BatchSpec, text: Option<String>) {
    if let (BatchSpec::Csv(spec), Some(text)) = (spec, text) {
        spec.text = text;
    }
}
