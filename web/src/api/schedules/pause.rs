//! `/api/schedules/{id}/pause`

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

/// Hold a schedule back.
///
/// Nothing fires, and runs that wait for their start are skipped. Batches at work go on. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/schedules/{id}/pause", operation_id = "pause_schedule", tag = "schedules",
    params(("id" = uuid::Uuid, Path, description = "The schedule.")),
    responses(
        (status = 200, description = "Paused.", body = ScheduleEnvelope),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pause_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
) -> Result<Response> {
    let schedule = schedules::pause(&state.app, user.id, id).await?;
    Ok((etag(schedule.updated_at), Json(ScheduleEnvelope::from(schedule))).into_response())
}

/// Let a paused schedule go on.
///
/// With the next due time from now; those of the pause are not made up for. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/schedules/{id}/pause", operation_id = "resume_schedule", tag = "schedules",
    params(("id" = uuid::Uuid, Path, description = "The schedule.")),
    responses(
        (status = 200, description = "Not paused any more.", body = ScheduleEnvelope),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resume_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
) -> Result<Response> {
    let schedule = schedules::resume(&state.app, user.id, id).await?;
    Ok((etag(schedule.updated_at), Json(ScheduleEnvelope::from(schedule))).into_response())
}
