//! A schedule on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::schedules::{Misfire, Overlap, ScheduleView};
use utoipa::ToSchema;
use uuid::Uuid;

/// A batch that recurs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScheduleBody {
    id: Uuid,
    #[schema(example = "Fox of the day")]
    name: String,
    #[schema(example = "0 9 * * mon")]
    cron: String,
    #[schema(example = "Europe/Berlin")]
    zone: &'static str,
    /// `active` or `paused`.
    state: &'static str,
    /// `owner`, `owner_inactive` (the account was switched off) or `failures` (too many runs in a row failed).
    pause_reason: Option<String>,
    /// The batch of each run, as it was sent; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    request: Option<Value>,
    /// `skip`, `queue`, `cancel_previous` or `allow`.
    #[schema(value_type = String, example = "skip")]
    overlap: Overlap,
    /// `"skip"`, `"once"` or `{"all": {"max": 10}}`.
    #[schema(value_type = Object, example = "once")]
    misfire: Misfire,
    jitter_s: u32,
    /// `null` when there is no bound but the balance.
    budget_credits: Option<f64>,
    pause_after: u32,
    /// Failed runs in a row.
    consecutive_failures: u32,
    /// When it is due next; `null` while it is paused.
    next_due_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// When it was last changed; runs do not count. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A schedule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScheduleEnvelope {
    schedule: ScheduleBody,
}

impl From<ScheduleView> for ScheduleBody {
    fn from(schedule: ScheduleView) -> Self {
        Self {
            id: schedule.id.0,
            name: schedule.name,
            cron: schedule.cron,
            zone: schedule.zone.name(),
            state: match schedule.pause_reason {
                Some(_) => "paused",
                None => "active",
            },
            pause_reason: schedule.pause_reason,
            request: schedule
                .request
                .map(|request| serde_json::to_value(request).expect("it came as JSON, and its keys are texts")),
            overlap: schedule.overlap,
            misfire: schedule.misfire,
            jitter_s: schedule.jitter_s,
            budget_credits: schedule.budget.map(studio_model::MicroDollars::credits),
            pause_after: schedule.pause_after,
            consecutive_failures: schedule.consecutive_failures,
            next_due_at: schedule.next_due_at,
            created_at: schedule.created_at,
            updated_at: schedule.updated_at,
        }
    }
}

impl From<ScheduleView> for ScheduleEnvelope {
    fn from(schedule: ScheduleView) -> Self {
        Self {
            schedule: schedule.into(),
        }
    }
}
