//! `/api/projects/{id}/archive`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::projects;
use studio_model::{ProjectId, UserId};

use super::ProjectEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// Put a project away.
///
/// It leaves the list and can still be used. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/projects/{id}/archive", operation_id = "archive_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "Put away.", body = ProjectEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn archive_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    set(&state, user.id, id, true).await
}

/// Take a project out again.
///
/// Doing it twice is fine.
#[utoipa::path(
    delete, path = "/api/projects/{id}/archive", operation_id = "unarchive_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 200, description = "In the list again.", body = ProjectEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unarchive_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<Response> {
    set(&state, user.id, id, false).await
}

async fn set(state: &AppState, user_id: UserId, id: ProjectId, is_archived: bool) -> Result<Response> {
    let project = projects::set_archived(&state.app, user_id, id, is_archived).await?;
    Ok((etag(project.updated_at), axum::Json(ProjectEnvelope::from(project))).into_response())
}
