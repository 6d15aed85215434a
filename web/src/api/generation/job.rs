//! A job on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::generation::{JobView, Waiting};
use studio_app::queue::NoForecast;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::images::ImageBody;

/// A request for pictures and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobBody {
    id: Uuid,
    /// `pending`, `processing`, `completed`, `failed` or `cancelled`.
    #[schema(example = "processing")]
    status: &'static str,
    /// While `processing`: `planning`, `submitting`, `unknown`, `submitted`, `running` or `ingesting`.
    #[schema(example = "running")]
    phase: Option<&'static str>,
    /// How many of yours are before it (1,000 stands for more), or how many are at the provider; 0 means next.
    position: Option<u32>,
    /// Per cent, where it is known.
    #[schema(example = 40, maximum = 100)]
    progress: Option<u8>,
    /// Why it does not move just now.
    waiting: Option<WaitingBody>,
    /// When it is likely to end: from how long the model took of late, the places there are and the jobs ahead.
    expected: Option<ExpectedBody>,
    /// Why nothing is expected: `over`, `paused`, `unsettled`, `no_data` or `far_behind`.
    #[schema(example = "paused")]
    expected_unknown: Option<&'static str>,
    /// The pictures that are there already.
    images: Vec<ImageBody>,
    /// Why it failed: a stable word.
    error_code: Option<String>,
    /// Why it failed: a sentence.
    error_message: Option<String>,
    #[schema(example = "text-to-image")]
    operation: String,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    #[schema(example = "FLUX.1 [dev]")]
    model_name: String,
    project_id: Option<Uuid>,
    /// The batch that it is a row of.
    batch_id: Option<Uuid>,
    /// The 0-based number of that row.
    batch_row: Option<u32>,
    /// Where the row stands in the grid of its batch: values by axis.
    #[schema(value_type = Option<Object>, example = json!({"color": "red"}))]
    axes: Value,
    /// The run of a recipe that it belongs to.
    recipe_run_id: Option<Uuid>,
    /// Its step there, from 1 on; 0 when the steps follow on it.
    recipe_step: Option<u32>,
    /// The picture that it starts from, while that is there.
    source_image_id: Option<Uuid>,
    #[schema(example = "a lighthouse in a storm, oil painting")]
    prompt: String,
    negative_prompt: Option<String>,
    /// The model's parameters, defaults included.
    #[schema(value_type = Object)]
    parameters: Value,
    #[schema(example = 4)]
    num_images: u32,
    /// Decimal digits.
    #[schema(example = "2463109587")]
    seed: String,
    /// -100 to 100.
    priority: i32,
    /// The expected price in credits.
    #[schema(example = 100.0)]
    estimated_credits: f64,
    /// What is set aside for it, in credits.
    held_credits: f64,
    /// What it cost, in credits, once completed.
    cost_credits: Option<f64>,
    /// How the request was translated for the model.
    notes: Vec<String>,
    /// Held back by you.
    is_paused: bool,
    /// It can be paused, and its order changed.
    can_steer: bool,
    can_cancel: bool,
    can_retry: bool,
    /// Automatic retries so far.
    retry_count: u32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
}

/// Why a job or a batch waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingBody {
    /// Before it begins: `slot`, `back_off`, `all_paused`, `model_paused`, `user_paused`, `queue_paused`, `batch_paused`,
    /// `batch_cancelling`, `recipe_paused`, `recipe_cancelling`, `paused`, `user_limit`, `model_limit` or `provider_limit`; afterwards `provider_queue` or `unsettled`.
    #[schema(example = "slot")]
    code: &'static str,
    message: String,
    /// When it is looked at again, if that is known.
    until: Option<DateTime<Utc>>,
}

/// When a job is likely to end.
#[derive(Debug, Serialize, ToSchema)]
struct ExpectedBody {
    /// Not before.
    from: DateTime<Utc>,
    /// Not after, most likely.
    to: DateTime<Utc>,
}

/// An accepted, cancelled or restarted job.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobEnvelope {
    job: JobBody,
}

impl From<JobView> for JobBody {
    fn from(job: JobView) -> Self {
        Self {
            id: job.id.0,
            status: job.status.as_str(),
            phase: job.phase.map(studio_model::Phase::as_str),
            position: job.position,
            progress: job.progress,
            waiting: job.waiting.map(WaitingBody::from),
            expected_unknown: job.expected.err().map(NoForecast::as_str),
            expected: job.expected.ok().map(|expected| ExpectedBody {
                from: expected.from,
                to: expected.to,
            }),
            images: job.images.into_iter().map(ImageBody::from).collect(),
            error_code: job.error_code,
            error_message: job.error_message,
            operation: job.operation,
            model_id: job.model_id,
            model_name: job.model_name,
            project_id: job.project_id,
            batch_id: job.batch.map(|(id, _)| id.0),
            batch_row: job.batch.map(|(_, row)| row),
            axes: job.axes,
            recipe_run_id: job.recipe.map(|(id, _)| id.0),
            recipe_step: job.recipe.map(|(_, step)| step),
            source_image_id: job.source_image.map(|id| id.0),
            prompt: job.prompt,
            negative_prompt: job.negative_prompt,
            parameters: job.parameters,
            num_images: job.num_images,
            seed: job.seed.to_string(),
            priority: job.priority,
            estimated_credits: job.estimate.credits(),
            held_credits: job.held.credits(),
            cost_credits: job.captured.map(studio_model::MicroDollars::credits),
            notes: job.notes,
            is_paused: job.is_paused,
            can_steer: job.can_steer,
            can_cancel: job.can_cancel,
            can_retry: job.can_retry,
            retry_count: job.retry_count,
            created_at: job.created_at,
            updated_at: job.updated_at,
            started_at: job.started_at,
            completed_at: job.completed_at,
        }
    }
}

impl From<Waiting> for WaitingBody {
    fn from(waiting: Waiting) -> Self {
        Self {
            code: waiting.code,
            message: waiting.message,
            until: waiting.until,
        }
    }
}

impl From<JobView> for JobEnvelope {
    fn from(job: JobView) -> Self {
        Self { job: job.into() }
    }
}
