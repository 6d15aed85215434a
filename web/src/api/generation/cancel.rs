//! `DELETE /api/generate/queue/{id}`

use axum::Json;
use axum::extract::State;
use studio_app::generation;
use studio_model::JobId;

use super::JobEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Cancel a job.
///
/// A waiting job ends at once; one that is at the provider as soon as the provider agrees. Pictures that come anyway are kept.
#[utoipa::path(
    delete, path = "/api/generate/queue/{id}", operation_id = "cancel_job", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "Cancelled, or being cancelled.", body = JobEnvelope),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has ended.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<Json<JobEnvelope>> {
    Ok(Json(generation::cancel(&state.app, user.id, id).await?.into()))
}
