//! `DELETE /api/schedules/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::schedules;
use studio_model::ScheduleId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a schedule with the list of its runs.
///
/// Batches that it made stay, and go on.
#[utoipa::path(
    delete, path = "/api/schedules/{id}", operation_id = "delete_schedule", tag = "schedules",
    params(("id" = uuid::Uuid, Path, description = "The schedule.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such schedule.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_schedule(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ScheduleId>,
) -> Result<StatusCode> {
    schedules::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
