//! `/api/batches/{id}/priority`

use axum::extract::State;
use serde::Deserialize;
use studio_app::batches;
use studio_model::BatchId;
use utoipa::ToSchema;

use super::BatchEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// How urgent a batch is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchPriorityBody {
    /// -100 to 100. A point is a head start of 36 s over your other batches.
    #[schema(minimum = -100, maximum = 100, example = 10)]
    priority: i64,
}

/// Change a batch's priority.
#[utoipa::path(
    put, path = "/api/batches/{id}/priority", operation_id = "set_batch_priority", tag = "batches",
    params(("id" = uuid::Uuid, Path, description = "The batch.")),
    request_body = BatchPriorityBody,
    responses(
        (status = 200, description = "Changed.", body = BatchEnvelope),
        (status = 404, description = "You have no such batch.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended or is being cancelled.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_batch_priority(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<BatchId>,
    Json(body): Json<BatchPriorityBody>,
) -> Result<axum::Json<BatchEnvelope>> {
    let batch = batches::set_priority(&state.app, user.id, id, body.priority).await?;
    Ok(axum::Json(batch.into()))
}
