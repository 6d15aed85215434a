//! `/api/generate/queue/{id}/priority` and `/front`

use axum::extract::State;
use serde::Deserialize;
use studio_app::queue;
use studio_model::JobId;
use utoipa::ToSchema;

use super::JobEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// How urgent a job is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriorityBody {
    /// -100 to 100. A point is a head start of 36 s among your own jobs; negative ones run in the background.
    #[schema(minimum = -100, maximum = 100, example = 10)]
    priority: i32,
}

/// Change a waiting job's priority.
#[utoipa::path(
    put, path = "/api/generate/queue/{id}/priority", operation_id = "set_job_priority", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    request_body = PriorityBody,
    responses(
        (status = 200, description = "Changed.", body = JobEnvelope),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has begun or ended.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_job_priority(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
    Json(body): Json<PriorityBody>,
) -> Result<axum::Json<JobEnvelope>> {
    let job = queue::set_priority(&state.app, user.id, id, body.priority).await?;
    Ok(axum::Json(job.into()))
}

/// Put a waiting job before your others of its kind, interactive or background.
///
/// Jobs of other people keep their turn. Changing the priority takes it back.
#[utoipa::path(
    put, path = "/api/generate/queue/{id}/front", operation_id = "move_job_to_front", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "It is next among those.", body = JobEnvelope),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has begun or ended.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn move_job_to_front(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<axum::Json<JobEnvelope>> {
    Ok(axum::Json(queue::move_to_front(&state.app, user.id, id).await?.into()))
}
