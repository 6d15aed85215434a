//! `GET /api/batches/{id}`

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

/// One of your batches: progress, pace and expected end.
#[utoipa::path(
    get, path = "/api/batches/{id}", operation_id = "find_batch", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 200, description = "The batch.", body = BatchEnvelope),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<Json<BatchEnvelope>> {
    Ok(Json(batches::find(&state.app, user.id, id).await?.into()))
}
