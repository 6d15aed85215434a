//! `POST /api/schedules/preview`

use axum::extract::State;
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use studio_app::schedules::{self, DueTime, Preview};
use utoipa::ToSchema;

use super::request::utc;
use crate::AppState;
use crate::api::batches::{BatchRequestBody, CostBody};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// When, and what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchedulePreviewRequestBody {
    /// As for a schedule.
    #[schema(example = "0 9 * * mon")]
    cron: String,
    /// As for a schedule.
    #[serde(default = "utc")]
    #[schema(default = "UTC", example = "Europe/Berlin")]
    zone: String,
    /// As for a schedule.
    request: BatchRequestBody,
    /// Due times to list, 1 to 50.
    #[serde(default = "ten")]
    #[schema(default = 10, minimum = 1, maximum = 50)]
    count: usize,
}

const fn ten() -> usize {
    10
}

/// What a schedule would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewBody {
    /// The next due times.
    runs: Vec<DueTimeBody>,
    /// Rows of each run's batch that make a job.
    rows: u32,
    /// The price of a run, in credits.
    run_cost: CostBody,
    /// Due times of the next 30 days.
    runs_per_month: u64,
    /// The price of those.
    month_cost: CostBody,
    /// What you can spend, in credits.
    balance_credits: f64,
}

/// A due time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueTimeBody {
    due_at: DateTime<Utc>,
    /// The same as people in the zone read it, with its distance from UTC.
    #[schema(example = "2026-03-30T09:00:00+02:00")]
    local_at: DateTime<FixedOffset>,
}

/// See when a schedule would run, and what each run and a month would cost.
///
/// Prices are those of now. Nothing is stored or set aside.
#[utoipa::path(
    post, path = "/api/schedules/preview", operation_id = "preview_schedule", tag = "schedules",
    request_body = SchedulePreviewRequestBody,
    responses(
        (status = 200, description = "The next runs and their cost.", body = PreviewBody),
        (status = 422, description = "Fields are not valid; those of the batch begin with `request.`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<SchedulePreviewRequestBody>,
) -> Result<axum::Json<PreviewBody>> {
    let request = body.request.into_nested()?;
    let preview = schedules::preview(&state.app, user.id, &body.cron, &body.zone, &request, body.count).await?;
    Ok(axum::Json(preview.into()))
}

impl From<Preview> for PreviewBody {
    fn from(preview: Preview) -> Self {
        let forecast = preview.forecast;
        Self {
            runs: preview.runs.into_iter().map(DueTimeBody::from).collect(),
            rows: forecast.rows - forecast.broken_rows,
            run_cost: CostBody::of(&forecast, 1),
            runs_per_month: preview.runs_per_month,
            month_cost: CostBody::of(&forecast, preview.runs_per_month),
            balance_credits: forecast.balance.credits(),
        }
    }
}

impl From<DueTime> for DueTimeBody {
    fn from(due: DueTime) -> Self {
        Self {
            due_at: due.at,
            local_at: due.local,
        }
    }
}
