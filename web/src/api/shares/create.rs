//! `POST /api/share/image/{key}`, `/api/share/project/{key}`, `/api/images/{id}/share` and `/api/projects/{id}/share`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::shares::{self, ShareTarget};
use studio_model::{ImageId, ProjectId, UserId};

use super::{ShareEnvelope, ShareRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Make a link to one of your pictures.
///
/// Whoever has the link sees the picture without an account, until you revoke it or its time is over.
#[utoipa::path(
    post, path = "/api/share/image/{key}", operation_id = "share_image", tag = "sharing",
    params(("key" = uuid::Uuid, Path, description = "The picture.")),
    request_body = ShareRequestBody,
    responses(
        (status = 201, description = "Made.", body = ShareEnvelope),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 1,000 links.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn share_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    Json(body): Json<ShareRequestBody>,
) -> Result<Response> {
    created(&state, user.id, ShareTarget::Image(id), body).await
}

/// Make a link to one of your projects.
///
/// Whoever has the link sees the project's pictures without an account, also those that come into it later.
#[utoipa::path(
    post, path = "/api/share/project/{key}", operation_id = "share_project", tag = "sharing",
    params(("key" = uuid::Uuid, Path, description = "The project.")),
    request_body = ShareRequestBody,
    responses(
        (status = 201, description = "Made.", body = ShareEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 1,000 links.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn share_project(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ProjectId>,
    Json(body): Json<ShareRequestBody>,
) -> Result<Response> {
    created(&state, user.id, ShareTarget::Project(id), body).await
}

/// Make a link to this picture.
///
/// The same as `POST /api/share/image/{id}`.
#[utoipa::path(
    post, path = "/api/images/{id}/share", operation_id = "create_image_share", tag = "sharing",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    request_body = ShareRequestBody,
    responses(
        (status = 201, description = "Made.", body = ShareEnvelope),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 1,000 links.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_image_share(
    state: State<AppState>,
    user: CurrentUser,
    id: PathId<ImageId>,
    body: Json<ShareRequestBody>,
) -> Result<Response> {
    share_image(state, user, id, body).await
}

/// Make a link to this project.
///
/// The same as `POST /api/share/project/{id}`.
#[utoipa::path(
    post, path = "/api/projects/{id}/share", operation_id = "create_project_share", tag = "sharing",
    params(("id" = uuid::Uuid, Path, description = "The project.")),
    request_body = ShareRequestBody,
    responses(
        (status = 201, description = "Made.", body = ShareEnvelope),
        (status = 404, description = "You have no such project.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "You have 1,000 links.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_project_share(
    state: State<AppState>,
    user: CurrentUser,
    id: PathId<ProjectId>,
    body: Json<ShareRequestBody>,
) -> Result<Response> {
    share_project(state, user, id, body).await
}

async fn created(state: &AppState, user_id: UserId, target: ShareTarget, body: ShareRequestBody) -> Result<Response> {
    let share = shares::create(&state.app, user_id, target, body.into()).await?;
    let kind = match target {
        ShareTarget::Image(_) => "image",
        ShareTarget::Project(_) => "project",
    };
    let location = [(header::LOCATION, format!("/api/share/{kind}/{}", share.token.expose()))];
    let body = axum::Json(ShareEnvelope::new(share, &state.app.config.app_url));
    Ok((StatusCode::CREATED, location, body).into_response())
}
