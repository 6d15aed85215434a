//! `GET /api/generate/queue/{id}/status`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::generation;
use studio_model::JobId;

use super::JobBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// Where a job stands.
///
/// The `ETag` names its version for `PUT /api/generate/queue/{id}`.
#[utoipa::path(
    get, path = "/api/generate/queue/{id}/status", operation_id = "find_job", tag = "generation",
    params(("id" = uuid::Uuid, Path, description = "The job.")),
    responses(
        (status = 200, description = "The job.", body = JobBody),
        (status = 404, description = "You have no such job.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_job(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<JobId>,
) -> Result<Response> {
    let job = generation::find(&state.app, user.id, id).await?;
    Ok((etag(job.updated_at), Json(JobBody::from(job))).into_response())
}
