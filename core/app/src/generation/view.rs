//! A job as its owner sees it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use studio_db::generation::Job;
use studio_db::images::Image;
use studio_model::{BatchId, ImageId, JobId, JobStatus, MicroDollars, Phase, RecipeRunId};
use uuid::Uuid;

use crate::images::ImageView;
use crate::queue::{Expected, NoForecast, Outlook, Standing};
use crate::{App, models};

/// A job.
#[derive(Clone, Debug)]
pub struct JobView {
    /// Its id.
    pub id: JobId,
    /// Where it stands.
    pub status: JobStatus,
    /// Where exactly, while processing.
    pub phase: Option<Phase>,
    /// What is asked for.
    pub operation: String,
    /// The model.
    pub model_id: String,
    /// Its name.
    pub model_name: String,
    /// The project.
    pub project_id: Option<Uuid>,
    /// The batch it belongs to, and the 0-based number of its row there.
    pub batch: Option<(BatchId, u32)>,
    /// Where it stands in the grid of its batch: values by axis.
    pub axes: Value,
    /// The run of a recipe it belongs to, and its step there; 0 when the steps follow on it.
    pub recipe: Option<(RecipeRunId, u32)>,
    /// The picture it starts from, while that is there.
    pub source_image: Option<ImageId>,
    /// The prompt.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The parameters, defaults included.
    pub parameters: Value,
    /// Pictures asked for.
    pub num_images: u32,
    /// The seed.
    pub seed: u64,
    /// -100 to 100.
    pub priority: i32,
    /// Jobs (while pending) or requests at the provider (while submitted) before this one; 0 means next.
    pub position: Option<u32>,
    /// Percent.
    pub progress: Option<u8>,
    /// Why it does not move just now.
    pub waiting: Option<Waiting>,
    /// When it is likely to end, or why that cannot be said.
    pub expected: Result<Expected, NoForecast>,
    /// What is there already.
    pub images: Vec<ImageView>,
    /// The expected price.
    pub estimate: MicroDollars,
    /// What is held for it.
    pub held: MicroDollars,
    /// What it cost.
    pub captured: Option<MicroDollars>,
    /// Why it failed: a stable word.
    pub error_code: Option<String>,
    /// Why it failed: a sentence.
    pub error_message: Option<String>,
    /// How the request was translated for the model.
    pub notes: Vec<String>,
    /// Its owner holds it back.
    pub is_paused: bool,
    /// Its owner may pause it, and change its order.
    pub can_steer: bool,
    /// Its owner may cancel it.
    pub can_cancel: bool,
    /// Its owner may start it again.
    pub can_retry: bool,
    /// Cancelling is asked for and not done yet.
    pub is_cancelling: bool,
    /// Automatic retries of this round.
    pub retry_count: u32,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When a worker first took it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub completed_at: Option<DateTime<Utc>>,
}

/// Why a job waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// A stable word: `slot`, `back_off`, `all_paused`, `model_paused`, `user_paused`, `queue_paused`, `batch_paused`,
    /// `batch_cancelling`, `recipe_paused`, `recipe_cancelling`, `paused`, `user_limit`, `model_limit`, `provider_limit`, `provider_queue`, `unsettled`; of a batch
    /// and of a run of a recipe also `no_credits`, `budget_reached` and `stalled`.
    pub code: &'static str,
    /// A sentence.
    pub message: String,
    /// When it is looked at again, if that is known.
    pub until: Option<DateTime<Utc>>,
}

impl JobView {
    pub(super) fn new(app: &App, job: &Job, standing: &Standing, outlook: &Outlook, images: Vec<Image>) -> Self {
        let provider_position = job.provider_position.map(i32::unsigned_abs);
        let position = standing.position(job).or(provider_position);
        let now = app.clock.now();
        let is_active = !job.status.is_ended();
        Self {
            id: job.id,
            status: job.status,
            phase: job.phase,
            operation: job.operation.clone(),
            model_id: job.model_id.clone(),
            model_name: models::name_of(app, &job.model_id),
            project_id: job.project_id,
            batch: job.batch_id.zip(job.batch_row.map(i32::unsigned_abs)),
            axes: job.axes.clone().unwrap_or(Value::Null),
            recipe: job
                .recipe_run_id
                .zip(job.recipe_step.map(|step| u32::from(step.unsigned_abs()))),
            source_image: job.parent_image_id.map(ImageId),
            prompt: job.prompt.clone(),
            negative_prompt: job.negative_prompt.clone(),
            parameters: job.parameters.clone(),
            num_images: job.num_images.unsigned_abs(),
            seed: job.seed.unsigned_abs(),
            priority: job.priority,
            position,
            progress: job.progress.and_then(|percent| u8::try_from(percent).ok()),
            waiting: standing
                .reason(job, now)
                .or_else(|| waiting_elsewhere(job, position, now)),
            expected: outlook.expected(app, job, standing, now),
            images: images.into_iter().map(ImageView::from).collect(),
            estimate: job.estimate,
            held: job.held,
            captured: job.captured,
            error_code: job.error_code.clone(),
            error_message: job.error_message.clone().filter(|_| job.status == JobStatus::Failed),
            notes: job.notes.clone(),
            is_paused: job.is_paused && job.status == JobStatus::Pending,
            can_steer: job.status == JobStatus::Pending && job.released_at.is_none(),
            can_cancel: is_active && job.cancel_requested_at.is_none(),
            can_retry: matches!(job.status, JobStatus::Failed | JobStatus::Cancelled),
            is_cancelling: is_active && job.cancel_requested_at.is_some(),
            retry_count: job.retry_count.unsigned_abs(),
            created_at: job.created_at,
            updated_at: job.updated_at,
            started_at: job.started_at,
            completed_at: job.completed_at,
        }
    }
}

/// Why a job that has begun does not move.
fn waiting_elsewhere(job: &Job, position: Option<u32>, now: DateTime<Utc>) -> Option<Waiting> {
    match job.phase {
        Some(Phase::Submitted) => {
            let message = match position {
                Some(ahead @ 1..) => format!("In the provider's queue, {ahead} ahead"),
                _ => "In the provider's queue".to_owned(),
            };
            Some(Waiting {
                code: "provider_queue",
                message,
                until: None,
            })
        }
        Some(Phase::Unknown) => Some(Waiting {
            code: "unsettled",
            message: "Finds out whether the provider took the request before it is sent again".to_owned(),
            until: Some(job.next_attempt_at).filter(|at| *at > now),
        }),
        _ => None,
    }
}
