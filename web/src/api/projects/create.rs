//! `POST /api/projects`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::projects::{self, ProjectView};

use super::{ProjectEnvelope, ProjectRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::Json;
use crate::problem::Problem;

/// Make a project.
///
/// Its default model and parameters are checked like those of a request.
#[utoipa::path(
    post, path = "/api/projects", operation_id = "create_project", tag = "projects",
    request_body = ProjectRequestBody,
    responses(
        (status = 201, description = "Made.", body = ProjectEnvelope),
        (status = 409, description = "You have 1,000 projects.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid, such as `defaults.parameters.guidance_scale`.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Json(body): Json<ProjectRequestBody>,
) -> Result<Response> {
    Ok(created(projects::create(&state.app, user.id, body.into()).await?))
}

/// 201 with a new project, and where it is.
pub(super) fn created(project: ProjectView) -> Response {
    let location = [(header::LOCATION, format!("/api/projects/{}", project.id))];
    let version = etag(project.updated_at);
    let body = axum::Json(ProjectEnvelope::from(project));
    (StatusCode::CREATED, location, version, body).into_response()
}
