//! A row of `schedules` and what it means.

use chrono::{DateTime, Utc};
use serde_json::Value;
use studio_model::{MicroDollars, ScheduleId, UserId};
use uuid::Uuid;

/// A request for batches that recurs. Fields as in the schema's comments; the text of a table is read apart.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Schedule {
    pub id: ScheduleId,
    pub user_id: UserId,
    pub name: String,
    pub cron: String,
    pub zone: String,
    pub request: Value,
    pub overlap: String,
    pub misfire: String,
    pub misfire_max: Option<i32>,
    pub jitter_s: i32,
    pub budget: Option<MicroDollars>,
    pub pause_after: i32,
    pub consecutive_failures: i32,
    pub pause_reason: Option<String>,
    pub planned_until: DateTime<Utc>,
    pub next_due_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The columns as they come.
pub(super) struct ScheduleRow {
    pub(super) id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) name: String,
    pub(super) cron: String,
    pub(super) zone: String,
    pub(super) request: Value,
    pub(super) overlap: String,
    pub(super) misfire: String,
    pub(super) misfire_max: Option<i32>,
    pub(super) jitter_s: i32,
    pub(super) budget_microdollars: Option<i64>,
    pub(super) pause_after: i32,
    pub(super) consecutive_failures: i32,
    pub(super) pause_reason: Option<String>,
    pub(super) planned_until: DateTime<Utc>,
    pub(super) next_due_at: Option<DateTime<Utc>>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

impl From<ScheduleRow> for Schedule {
    fn from(row: ScheduleRow) -> Self {
        Self {
            id: ScheduleId(row.id),
            user_id: UserId(row.user_id),
            name: row.name,
            cron: row.cron,
            zone: row.zone,
            request: row.request,
            overlap: row.overlap,
            misfire: row.misfire,
            misfire_max: row.misfire_max,
            jitter_s: row.jitter_s,
            budget: row.budget_microdollars.map(MicroDollars),
            pause_after: row.pause_after,
            consecutive_failures: row.consecutive_failures,
            pause_reason: row.pause_reason,
            planned_until: row.planned_until,
            next_due_at: row.next_due_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
