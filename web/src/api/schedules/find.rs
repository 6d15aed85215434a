//! `GET /api/schedules/{id}`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::schedules;
use studio_model::ScheduleId;

use super::ScheduleEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your schedules, with the request of its runs.
#[utoipa::path(
    get, path = "/api/schedules/{id}", operation_id = "find_schedule", tag = "schedules",
    params(("id" = uuid::Uuid, Path, description = "The schedule.")),
    responses(
        (status = 200, description = "The schedule; its `ETag` is what a change sends as `If-Match`.", body = ScheduleEnvelope),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
) -> Result<Response> {
    let schedule = schedules::find(&state.app, user.id, id).await?;
    Ok((etag(schedule.updated_at), Json(ScheduleEnvelope::from(schedule))).into_response())
}
