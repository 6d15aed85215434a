//! `GET`, `PUT`, `DELETE /api/comments/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use studio_app::comments;
use studio_model::CommentId;

use super::{CommentEnvelope, CommentRequestBody};
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::{IfMatch, etag};
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// One comment.
#[utoipa::path(
    get, path = "/api/comments/{id}", operation_id = "find_comment", tag = "comments",
    params(("id" = uuid::Uuid, Path, description = "The comment.")),
    responses(
        (status = 200, description = "The comment; its `ETag` is what a change sends as `If-Match`.", body = CommentEnvelope),
        (status = 404, description = "There is none that you may see.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_comment(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CommentId>,
) -> Result<Response> {
    let comment = comments::find(&state.app, user.id, id).await?;
    Ok((etag(comment.updated_at), axum::Json(CommentEnvelope::from(comment))).into_response())
}

/// Replace what you said.
#[utoipa::path(
    put, path = "/api/comments/{id}", operation_id = "update_comment", tag = "comments",
    params(
        ("id" = uuid::Uuid, Path, description = "The comment."),
        ("If-Match" = String, Header, description = "The `ETag` that you read."),
    ),
    request_body = CommentRequestBody,
    responses(
        (status = 200, description = "Changed.", body = CommentEnvelope),
        (status = 403, description = "Somebody else wrote it.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may see.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since you read it.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The text is not valid.", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`If-Match` is missing.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_comment(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CommentId>,
    IfMatch(seen_at): IfMatch<DateTime<Utc>>,
    Json(body): Json<CommentRequestBody>,
) -> Result<Response> {
    let comment = comments::update(&state.app, user.id, id, seen_at, &body.text).await?;
    Ok((etag(comment.updated_at), axum::Json(CommentEnvelope::from(comment))).into_response())
}

/// Remove a comment: yours, or one on a picture of yours.
#[utoipa::path(
    delete, path = "/api/comments/{id}", operation_id = "delete_comment", tag = "comments",
    params(("id" = uuid::Uuid, Path, description = "The comment.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "There is none that you may see.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_comment(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CommentId>,
) -> Result<StatusCode> {
    comments::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
