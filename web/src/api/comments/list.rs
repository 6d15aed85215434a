//! `GET /api/images/{id}/comments`

use axum::Json;
use axum::extract::State;
use studio_app::comments;
use studio_model::ImageId;

use super::CommentBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, PathId};
use crate::problem::Problem;

/// The comments on a picture, newest first.
#[utoipa::path(
    get, path = "/api/images/{id}/comments", operation_id = "list_comments", tag = "comments",
    params(
        ("id" = uuid::Uuid, Path, description = "The picture."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of comments.", body = PageBody<CommentBody>),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_comments(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
    page: PageQuery,
) -> Result<Json<PageBody<CommentBody>>> {
    let found = comments::list(&state.app, user.id, id, page.cursor, page.limit).await?;
    Ok(Json(found.into()))
}
