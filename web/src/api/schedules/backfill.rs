//! `POST /api/schedules/{id}/backfill-preview`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::schedules::{self, Backfill};
use studio_model::ScheduleId;
use utoipa::ToSchema;

use super::preview::DueTimeBody;
use crate::AppState;
use crate::api::batches::CostBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// A span of the past.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanBody {
    /// At most ten years before `to`.
    from: DateTime<Utc>,
    /// Included; not in the future.
    to: DateTime<Utc>,
}

/// The due times of a span.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackfillBody {
    /// The first of them, 1,000 at the most.
    runs: Vec<DueTimeBody>,
    /// How many there are.
    count: u64,
    /// The price of one run, in credits, as of now.
    run_cost: CostBody,
    /// The price of all of them.
    cost: CostBody,
}

/// See which due times a schedule had in a span, and what it would cost to run them all now.
///
/// Nothing is run.
#[utoipa::path(
    post, path = "/api/schedules/{id}/backfill-preview", operation_id = "preview_schedule_backfill", tag = "schedules",
    params(("id" = uuid::Uuid, Path, description = "The schedule.")),
    request_body = SpanBody,
    responses(
        (status = 200, description = "Due times and cost.", body = BackfillBody),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The span is not valid, or the request cannot be made any more.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_schedule_backfill(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
    Json(span): Json<SpanBody>,
) -> Result<axum::Json<BackfillBody>> {
    let backfill = schedules::preview_backfill(&state.app, user.id, id, span.from, span.to).await?;
    Ok(axum::Json(backfill.into()))
}

impl From<Backfill> for BackfillBody {
    fn from(backfill: Backfill) -> Self {
        Self {
            runs: backfill.runs.into_iter().map(DueTimeBody::from).collect(),
            count: backfill.count,
            run_cost: CostBody::of(&backfill.forecast, 1),
            cost: CostBody::of(&backfill.forecast, backfill.count),
        }
    }
}
