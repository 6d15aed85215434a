//! `POST /api/projects/{id}/duplicate`

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use studio_app::projects;
use studio_model::ProjectId;
use utoipa::ToSchema;

use super::ProjectEnvelope;
use super::create::created;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// What is different in the copy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DuplicateProjectBody {
    /// 1 to 200 characters; without it the old name with “ (2)”.
    #[schema(example = "Spring catalogue")]
    name: Option<String>,
}

/// Make a project that says the same.
///
/// Description, notes, category, tags, cover and defaults are copied. Pictures are not, since a picture is in one project only;
/// neither are budgets.
#[utoipa::path(
    post, path = "/api/projects/{id}/duplicate", operation_id = "duplicate_project", tag = "projects",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    request_body = DuplicateProjectBody,
    responses(
        (status = 201, description = "Made.", body = ProjectEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 1,000 projects.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The name is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn duplicate_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    Json(body): Json<DuplicateProjectBody>,
) -> Result<Response> {
    Ok(created(projects::duplicate(&state.app, user.id, id, body.name).await?))
}
