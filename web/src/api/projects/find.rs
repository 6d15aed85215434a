//! `GET /api/projects/{id}`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::projects;
use studio_model::ProjectId;

use super::ProjectEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your projects.
#[utoipa::path(
    get, path = "/api/projects/{id}", operation_id = "find_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "The project; its `ETag` is what a change sends as `If-Match`.", body = ProjectEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    let project = projects::find(&state.app, user.id, id).await?;
    Ok((etag(project.updated_at), Json(ProjectEnvelope::from(project))).into_response())
}
