//! `/api/collections/{id}/images`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::collections;
use studio_model::{CollectionId, ImageId};

use crate::api::PageBody;
use crate::api::images::ImageBody;
use crate::api::projects::images::{AddImagesBody, AddedBody};
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId, QueryPairs, parse_limit};
use crate::problem::Problem;
use crate::{AppState, Error};

/// The pictures of a collection, in their order.
#[utoipa::path(
    get, path = "/api/collections/{id}/images", operation_id = "list_collection_images", tag = "collections",
    params(
        ("id" = uuid::Uuid, Path, description = "The collection."),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50."),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of pictures.", body = PageBody<ImageBody>),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_collection_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
    QueryPairs(query): QueryPairs,
) -> Result<axum::Json<PageBody<ImageBody>>> {
    let limit = parse_limit(query.get("limit"))?;
    let after = parse_position(query.get("cursor"))?;
    let placed = collections::list_images(&state.app, user.id, id, after, limit).await?;
    let is_full = placed.len() >= usize::from(limit.rows());
    let next = placed.last().filter(|_| is_full).map(|last| last.position.to_string());
    let items = placed.into_iter().map(|placed| placed.image.into()).collect();
    Ok(axum::Json(PageBody::of(items, next)))
}

/// Where a page of a collection begins; an empty text is its beginning.
pub(crate) fn parse_position(text: &str) -> Result<Option<i32>> {
    if text.is_empty() {
        return Ok(None);
    }
    let position = text.parse().map(Some);
    position.map_err(|_| Error::invalid("cursor", "Use the next_cursor of the page before."))
}

/// Put pictures on a collection.
///
/// All or none, after those that are there, in the order in which they are named. Doing it twice is fine.
#[utoipa::path(
    post, path = "/api/collections/{id}/images", operation_id = "add_collection_images", tag = "collections",
    params(("id" = uuid::Uuid, Path, description = "The collection.")),
    request_body = AddImagesBody,
    responses(
        (status = 200, description = "All are on it.", body = AddedBody),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It would have more than 10,000.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Pictures are not yours, named like `image_ids[3]`, or too many.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_collection_images(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
    Json(body): Json<AddImagesBody>,
) -> Result<axum::Json<AddedBody>> {
    let ids: Vec<ImageId> = body.image_ids.into_iter().map(ImageId).collect();
    let done = collections::add_images(&state.app, user.id, id, &ids).await?;
    Ok(axum::Json(AddedBody {
        added: done.added,
        already_there: done.already_there,
    }))
}

/// Take a picture off a collection.
///
/// It stays among your pictures.
#[utoipa::path(
    delete, path = "/api/collections/{id}/images/{image_id}", operation_id = "remove_collection_image", tag = "collections",
    params(
        ("id" = uuid::Uuid, Path, description = "The collection."),
        ("image_id" = uuid::Uuid, Path, description = "The picture."),
    ),
    responses(
        (status = 204, description = "Taken off."),
        (status = 404, description = "You have no such collection, or the picture is not on it.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_collection_image(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, image_id)): PathId<(CollectionId, ImageId)>,
) -> Result<StatusCode> {
    collections::remove_image(&state.app, user.id, id, image_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
