//! A batch on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::batches::{AxisValues, BatchView};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::generation::WaitingBody;

/// A request for many jobs and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchBody {
    id: Uuid,
    #[schema(example = "Animals in ink")]
    name: String,
    /// `running`, `paused`, `cancelling` or `ended`.
    #[schema(example = "running")]
    state: &'static str,
    /// Why it does not go on just now: `batch_paused`, `batch_cancelling`, `no_credits`,
    /// `budget_reached` or `stalled`.
    waiting: Option<WaitingBody>,
    /// The batch that this one runs again.
    parent_batch_id: Option<Uuid>,
    project_id: Option<Uuid>,
    /// -100 to 100.
    priority: i32,
    /// Rows in all.
    rows: u32,
    /// Rows that were wrong and left out.
    broken_rows: u32,
    /// Rows that are jobs by now, or broken.
    loaded_rows: u32,
    /// Credits are set aside for so many unfinished jobs at a time; `null`: for all.
    window_jobs: Option<u32>,
    counts: CountsBody,
    /// The run of the steps that follow on its pictures; their jobs and credits are told there.
    recipe_run_id: Option<Uuid>,
    axes: Vec<AxisBody>,
    /// The likely price as it was forecast, in credits.
    estimated_credits: f64,
    /// The most it can cost, as it was forecast.
    max_credits: f64,
    /// What is set aside now.
    held_credits: f64,
    /// What was paid so far.
    cost_credits: f64,
    /// Jobs completed a minute, over the last ten.
    jobs_per_minute: f64,
    /// When it will be done at that pace.
    expected_end: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

/// Rows by where they stand.
#[derive(Debug, Serialize, ToSchema)]
struct CountsBody {
    /// Waiting for their turn.
    queued: u32,
    running: u32,
    completed: u32,
    failed: u32,
    cancelled: u32,
}

/// An axis of the grid.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AxisBody {
    #[schema(example = "color")]
    name: String,
    /// The first ones, 50 at the most.
    #[schema(example = json!(["red", "white"]))]
    values: Vec<String>,
    /// How many there are; 1,000 stands for more, too.
    count: usize,
}

/// An accepted or changed batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchEnvelope {
    batch: BatchBody,
}

impl BatchBody {
    pub(super) fn id(&self) -> Uuid {
        self.id
    }
}

impl From<BatchView> for BatchBody {
    fn from(batch: BatchView) -> Self {
        Self {
            id: batch.id.0,
            name: batch.name,
            state: batch.state.as_str(),
            waiting: batch.waiting.map(WaitingBody::from),
            parent_batch_id: batch.parent_batch_id.map(|id| id.0),
            project_id: batch.project_id,
            priority: batch.priority,
            rows: batch.rows,
            broken_rows: batch.broken_rows,
            loaded_rows: batch.loaded_rows,
            window_jobs: batch.window_jobs,
            counts: CountsBody {
                queued: batch.queued,
                running: batch.running,
                completed: batch.completed,
                failed: batch.failed,
                cancelled: batch.cancelled,
            },
            recipe_run_id: batch.recipe_run.map(|id| id.0),
            axes: batch.axes.into_iter().map(AxisBody::from).collect(),
            estimated_credits: batch.estimate.credits(),
            max_credits: batch.upper.credits(),
            held_credits: batch.held.credits(),
            cost_credits: batch.captured.credits(),
            jobs_per_minute: batch.per_minute,
            expected_end: batch.expected_end,
            created_at: batch.created_at,
            updated_at: batch.updated_at,
            ended_at: batch.ended_at,
        }
    }
}

impl From<AxisValues> for AxisBody {
    fn from(axis: AxisValues) -> Self {
        Self {
            name: axis.name,
            values: axis.values,
            count: axis.count,
        }
    }
}

impl From<BatchView> for BatchEnvelope {
    fn from(batch: BatchView) -> Self {
        Self { batch: batch.into() }
    }
}
