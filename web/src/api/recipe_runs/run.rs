//! A run of a recipe on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::generation::Operation;
use studio_app::recipes::{Failure, RunView, StepView};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::generation::WaitingBody;

/// Steps at work on pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipeRunBody {
    id: Uuid,
    /// Where the steps come from; `null` when they were sent along, or the recipe is gone.
    recipe_id: Option<Uuid>,
    /// The batch on whose pictures they follow.
    batch_id: Option<Uuid>,
    /// The project that the pictures go to; `null`: that of each source.
    project_id: Option<Uuid>,
    #[schema(example = "Winter, then large")]
    name: String,
    /// `running`, `paused`, `cancelling`, `cancelled` or `ended`.
    #[schema(example = "running")]
    state: &'static str,
    /// Why it does not go on just now: `recipe_paused`, `recipe_cancelling`, `batch_paused`,
    /// `batch_cancelling`, `no_credits`, `budget_reached` or `stalled`.
    waiting: Option<WaitingBody>,
    /// The steps in order, with the pictures that have come to them so far.
    steps: Vec<RunStepBody>,
    /// The first pictures that a step did not work for, 50 at the most; none in lists.
    failures: Vec<FailureBody>,
    /// The likely price of all steps as it was forecast, in credits.
    estimated_credits: f64,
    /// The most they can cost, as it was forecast.
    max_credits: f64,
    /// What is set aside for jobs of the steps now.
    held_credits: f64,
    /// What was paid for them so far.
    cost_credits: f64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

/// A step of a run.
#[derive(Debug, Serialize, ToSchema)]
struct RunStepBody {
    /// Its number, from 1 on.
    step: u32,
    #[schema(value_type = String, example = "image-to-image")]
    operation: Operation,
    #[schema(example = "fal-ai/flux/dev/image-to-image")]
    model_id: String,
    counts: RunCountsBody,
}

/// The pictures that have come to a step, by what became of them.
#[derive(Debug, Serialize, ToSchema)]
struct RunCountsBody {
    /// Are to become jobs.
    waiting: i64,
    /// Are jobs that wait for their turn.
    queued: i64,
    running: i64,
    completed: i64,
    failed: i64,
    /// The step could not take them.
    refused: i64,
    cancelled: i64,
}

/// A picture that a step did not work for.
#[derive(Debug, Serialize, ToSchema)]
struct FailureBody {
    /// The step, from 1 on.
    step: u32,
    /// The picture.
    image_id: Uuid,
    /// The job that failed; `null` when the step could not take the picture.
    job_id: Option<Uuid>,
    /// Why: a stable word; `refused` when the step could not take the picture.
    code: String,
    /// Why: a sentence.
    message: String,
}

/// A run of a recipe.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecipeRunEnvelope {
    run: RecipeRunBody,
}

impl From<RunView> for RecipeRunBody {
    fn from(run: RunView) -> Self {
        Self {
            id: run.id.0,
            recipe_id: run.recipe_id.map(|id| id.0),
            batch_id: run.batch_id.map(|id| id.0),
            project_id: run.project_id.map(|id| id.0),
            name: run.name,
            state: run.state.as_str(),
            waiting: run.waiting.map(WaitingBody::from),
            steps: run.steps.into_iter().map(RunStepBody::from).collect(),
            failures: run.failures.into_iter().map(FailureBody::from).collect(),
            estimated_credits: run.estimate.credits(),
            max_credits: run.upper.credits(),
            held_credits: run.held.credits(),
            cost_credits: run.captured.credits(),
            created_at: run.created_at,
            updated_at: run.updated_at,
            ended_at: run.ended_at,
        }
    }
}

impl From<StepView> for RunStepBody {
    fn from(step: StepView) -> Self {
        let tally = step.tally;
        Self {
            step: step.step,
            operation: step.operation,
            model_id: step.model_id,
            counts: RunCountsBody {
                waiting: tally.waiting,
                queued: tally.queued,
                running: tally.running,
                completed: tally.completed,
                failed: tally.failed,
                refused: tally.refused,
                cancelled: tally.cancelled,
            },
        }
    }
}

impl From<Failure> for FailureBody {
    fn from(failure: Failure) -> Self {
        Self {
            step: failure.step.unsigned_abs().into(),
            image_id: failure.source.0,
            job_id: failure.job_id.map(|id| id.0),
            code: failure.code,
            message: failure.message,
        }
    }
}

impl From<RunView> for RecipeRunEnvelope {
    fn from(run: RunView) -> Self {
        Self { run: run.into() }
    }
}
