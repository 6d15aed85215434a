//! `PUT /api/projects/{id}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::projects;
use studio_model::ProjectId;

use super::{ProjectEnvelope, ProjectRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Replace what a project says.
///
/// Its pictures stay, and so does whether it is put away.
#[utoipa::path(
    put, path = "/api/projects/{id}", operation_id = "update_project", tag = "projects",
    params(
        ("id" = uuid::Uuid, Path, description = "The project."),
        ("If-Match" = String, Header, description = "The `ETag` of the project as you read it."),
    ),
    request_body = ProjectRequestBody,
    responses(
        (status = 200, description = "Replaced.", body = ProjectEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<ProjectRequestBody>,
) -> Result<Response> {
    let project = projects::update(&state.app, user.id, id, seen_at, body.into()).await?;
    Ok((etag(project.updated_at), axum::Json(ProjectEnvelope::from(project))).into_response())
}
