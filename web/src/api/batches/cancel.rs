//! `DELETE /api/batches/{id}`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use studio_app::batches;
use studio_model::BatchId;

use super::BatchEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Cancel a batch.
///
/// Nothing of it starts from here on and what was set aside returns; the provider is asked to cancel what runs, and what
/// arrives anyway is kept. Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/batches/{id}", operation_id = "cancel_batch", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    responses(
        (status = 202, description = "It is being cancelled.", body = BatchEnvelope),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel_batch(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
) -> Result<(StatusCode, Json<BatchEnvelope>)> {
    let batch = batches::cancel(&state.app, user.id, id).await?;
    Ok((StatusCode::ACCEPTED, Json(batch.into())))
}
