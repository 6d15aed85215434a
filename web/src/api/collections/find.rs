//! `GET /api/collections/{id}`

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use studio_app::collections;
use studio_model::CollectionId;

use super::CollectionEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::etag::etag;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your collections.
#[utoipa::path(
    get, path = "/api/collections/{id}", operation_id = "find_collection", tag = "collections",
    params(("id" = uuid::Uuid, Path, description = "The collection.")),
    responses(
        (status = 200, description = "The collection; its `ETag` is what a change sends as `If-Match`.", body = CollectionEnvelope),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_collection(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
) -> Result<Response> {
    let collection = collections::find(&state.app, user.id, id).await?;
    Ok((etag(collection.updated_at), Json(CollectionEnvelope::from(collection))).into_response())
}
