//! `DELETE /api/images/{id}`, `POST /api/images/{id}/restore`, and `/api/images/trash`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use studio_app::images;
use studio_model::ImageId;
use utoipa::ToSchema;

use super::ImageBody;
use super::details::answer;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{PageQuery, PathId};
use crate::problem::Problem;

/// What came of emptying the trash.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmptiedBody {
    /// Pictures that are gone.
    #[schema(example = 12)]
    purged: u64,
    /// Pictures that stay, because a job or a recipe still starts from them.
    #[schema(example = 0)]
    left: u64,
}

/// Move a picture to the trash. One that is there already stays there.
///
/// It is removed for good after the time that whoever runs the studio set, usually 30 days.
#[utoipa::path(
    delete, path = "/api/images/{id}", operation_id = "delete_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 204, description = "It is in the trash."),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
) -> Result<StatusCode> {
    images::move_to_trash(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a picture out of the trash, as it was. One that is not there stays as it is.
#[utoipa::path(
    post, path = "/api/images/{id}/restore", operation_id = "restore_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 200, description = "The picture.", body = ImageBody),
        (status = 404, description = "You have no such picture.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn restore_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
) -> Result<Response> {
    Ok(answer(images::restore(&state.app, user.id, id).await?))
}

/// Your trash, what was thrown away last first.
#[utoipa::path(
    get, path = "/api/images/trash", operation_id = "list_trashed_images", tag = "images",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of pictures.", body = PageBody<ImageBody>),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_trashed_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    page: PageQuery,
) -> Result<Json<PageBody<ImageBody>>> {
    let images = images::list_trash(&state.app, user.id, page.cursor, page.limit).await?;
    Ok(Json(images.into()))
}

/// Remove a picture of the trash for good, with its files.
#[utoipa::path(
    delete, path = "/api/images/trash/{id}", operation_id = "purge_image", tag = "images",
    params(("id" = uuid::Uuid, Path, description = "The picture.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 404, description = "There is no such picture in your trash.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A job or a recipe still starts from it.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn purge_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ImageId>,
) -> Result<StatusCode> {
    images::purge(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove everything in your trash for good.
#[utoipa::path(
    delete, path = "/api/images/trash", operation_id = "empty_trash", tag = "images",
    responses((status = 200, description = "What is gone and what stays.", body = EmptiedBody))
)]
pub(crate) async fn empty_trash(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<Json<EmptiedBody>> {
    let emptied = images::empty_trash(&state.app, user.id).await?;
    Ok(Json(EmptiedBody {
        purged: emptied.purged,
        left: emptied.left,
    }))
}
