//! `PUT /api/collections/{id}/reorder`

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use studio_app::collections;
use studio_model::{CollectionId, ImageId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// An order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReorderBody {
    /// All pictures of the collection, each once.
    image_ids: Vec<Uuid>,
}

/// Give the pictures of a collection another order.
///
/// Pictures that are in the trash need not be named; they come after the others. Doing it twice is fine.
#[utoipa::path(
    put, path = "/api/collections/{id}/reorder", operation_id = "reorder_collection", tag = "collections",
    params(("id" = uuid::Uuid, Path, description = "The collection.")),
    request_body = ReorderBody,
    responses(
        (status = 204, description = "That is their order."),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Other pictures are named than there are.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reorder_collection(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
    Json(body): Json<ReorderBody>,
) -> Result<StatusCode> {
    let ids: Vec<ImageId> = body.image_ids.into_iter().map(ImageId).collect();
    collections::reorder(&state.app, user.id, id, &ids).await?;
    Ok(StatusCode::NO_CONTENT)
}
