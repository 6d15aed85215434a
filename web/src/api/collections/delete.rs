//! `DELETE /api/collections/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::collections;
use studio_model::CollectionId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Remove a collection.
///
/// Its pictures stay.
#[utoipa::path(
    delete, path = "/api/collections/{id}", operation_id = "delete_collection", tag = "collections",
    params(("id" = uuid::Uuid, Path, description = "The collection.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "You have no such collection.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_collection(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<CollectionId>,
) -> Result<StatusCode> {
    collections::delete(&state.app, user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
