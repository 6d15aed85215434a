//! `POST /api/images/{id}/comments`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use studio_app::comments;
use studio_model::ImageId;

use super::{CommentEnvelope, CommentRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// Comment on a picture.
#[utoipa::path(
    post, path = "/api/images/{id}/comments", operation_id = "create_comment", tag = "comments",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    request_body = CommentRequestBody,
    responses(
        (status = 201, description = "Made.", body = CommentEnvelope),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The picture has 10,000 comments.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The text is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_comment(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    Json(body): Json<CommentRequestBody>,
) -> Result<Response> {
    let comment = comments::create(&state.app, user.id, id, &body.text).await?;
    let location = [(header::LOCATION, format!("/api/comments/{}", comment.id))];
    let version = etag(comment.updated_at);
    let body = axum::Json(CommentEnvelope::from(comment));
    Ok((StatusCode::CREATED, location, version, body).into_response())
}
