//! `DELETE /api/projects/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::projects;
use studio_model::ProjectId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a project.
///
/// Its pictures, jobs and batches stay, without a project; its budgets go with it.
#[utoipa::path(
    delete, path = "/api/projects/{id}", operation_id = "delete_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
) -> Result<StatusCode> {
    projects::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
