//! `/api/batches/{id}/pause`

use axum::Json;
use axum::extract::State;
use studio_app::batches;
use studio_model::BatchId;

use super::BatchEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Hold a batch back.
///
/// However many jobs wait. What has begun goes on. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/batches/{id}/pause", operation_id = "pause_batch", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "Paused.", body = BatchEnvelope),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended or is being cancelled.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pause_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Json<BatchEnvelope>> {
    Ok(Json(batches::pause(&state.app, user.id, id).await?.into()))
}

/// Let a paused batch go on.
///
/// Jobs of it that are paused one by one stay so. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/batches/{id}/pause", operation_id = "resume_batch", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "Not paused any more.", body = BatchEnvelope),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended or is being cancelled.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resume_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Json<BatchEnvelope>> {
    Ok(Json(batches::resume(&state.app, user.id, id).await?.into()))
}
