//! `POST /api/generate/queue/{id}/retry`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use studio_app::generation;
use studio_model::JobId;

use super::JobEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Run a failed or cancelled job again.
///
/// The same values with the same version of the model's plugin, priced anew.
#[utoipa::path(
    post, path = "/api/generate/queue/{id}/retry", operation_id = "retry_job", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 202, description = "Accepted.", body = JobEnvelope),
        (status = 402, description = "Not enough credits.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It has not failed and was not cancelled.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn retry_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<(StatusCode, Json<JobEnvelope>)> {
    let job = generation::retry(&state.app, user.id, id).await?;
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}
