//! `/api/generate/queue/{id}/pause`

use axum::Json;
use axum::extract::State;
use studio_app::queue;
use studio_model::JobId;

use super::JobEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Hold a waiting job back.
///
/// It waits with the reason `paused` until it is resumed. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/generate/queue/{id}/pause", operation_id = "pause_job", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "Paused.", body = JobEnvelope),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has begun or ended.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pause_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<Json<JobEnvelope>> {
    Ok(Json(queue::pause_job(&state.app, user.id, id).await?.into()))
}

/// Let a paused job go on.
///
/// It keeps the place that its age gives it. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/generate/queue/{id}/pause", operation_id = "resume_job", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "Not paused any more.", body = JobEnvelope),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has begun or ended.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resume_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<Json<JobEnvelope>> {
    Ok(Json(queue::resume_job(&state.app, user.id, id).await?.into()))
}
