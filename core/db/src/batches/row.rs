//! A row of `batches` and what it means.

use chrono::{DateTime, Utc};
use serde_json::Value;
use studio_model::{BatchId, MicroDollars, UserId};
use uuid::Uuid;

/// A request for many jobs. Fields as in the schema's comments; the text of a table is read apart.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Batch {
    pub id: BatchId,
    pub user_id: UserId,
    pub project_id: Option<Uuid>,
    pub name: String,
    pub request: Value,
    pub models: Value,
    pub axes: Value,
    pub seed: i64,
    pub priority: i32,
    pub row_count: i32,
    pub broken_rows: i32,
    pub next_row: i32,
    pub window_jobs: Option<i32>,
    pub estimate: MicroDollars,
    pub upper: MicroDollars,
    pub held: MicroDollars,
    pub is_paused: bool,
    pub stall_code: Option<String>,
    pub stall_message: Option<String>,
    pub stall_until: Option<DateTime<Utc>>,
    pub cancel_requested_at: Option<DateTime<Utc>>,
    pub parent_batch_id: Option<BatchId>,
    pub is_closed: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Batch {
    /// Whether every row has become a job, or is broken.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.next_row == self.row_count
    }
}

/// The columns as they come.
pub(super) struct BatchRow {
    pub(super) id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) project_id: Option<Uuid>,
    pub(super) name: String,
    pub(super) request: Value,
    pub(super) models: Value,
    pub(super) axes: Value,
    pub(super) seed: i64,
    pub(super) priority: i32,
    pub(super) row_count: i32,
    pub(super) broken_rows: i32,
    pub(super) next_row: i32,
    pub(super) window_jobs: Option<i32>,
    pub(super) estimate_microdollars: i64,
    pub(super) upper_microdollars: i64,
    pub(super) held_microdollars: i64,
    pub(super) is_paused: bool,
    pub(super) stall_code: Option<String>,
    pub(super) stall_message: Option<String>,
    pub(super) stall_until: Option<DateTime<Utc>>,
    pub(super) cancel_requested_at: Option<DateTime<Utc>>,
    pub(super) parent_batch_id: Option<Uuid>,
    pub(super) is_closed: bool,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
}

impl From<BatchRow> for Batch {
    fn from(row: BatchRow) -> Self {
        Self {
            id: BatchId(row.id),
            user_id: UserId(row.user_id),
            project_id: row.project_id,
            name: row.name,
            request: row.request,
            models: row.models,
            axes: row.axes,
            seed: row.seed,
            priority: row.priority,
            row_count: row.row_count,
            broken_rows: row.broken_rows,
            next_row: row.next_row,
            window_jobs: row.window_jobs,
            estimate: MicroDollars(row.estimate_microdollars),
            upper: MicroDollars(row.upper_microdollars),
            held: MicroDollars(row.held_microdollars),
            is_paused: row.is_paused,
            stall_code: row.stall_code,
            stall_message: row.stall_message,
            stall_until: row.stall_until,
            cancel_requested_at: row.cancel_requested_at,
            parent_batch_id: row.parent_batch_id.map(BatchId),
            is_closed: row.is_closed,
            created_at: row.created_at,
            updated_at: row.updated_at,
            ended_at: row.ended_at,
        }
    }
}
