//! `GET /api/keys/{id}`

use axum::Json;
use axum::extract::State;
use studio_app::keys;
use studio_model::ApiKeyId;

use super::KeyEnvelope;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// One of your API keys.
#[utoipa::path(
    get, path = "/api/keys/{id}", operation_id = "find_key", tag = "keys",
    params(("id" = uuid::Uuid, Path, description = "The key.")),
    responses(
        (status = 200, description = "The key, without its secret.", body = KeyEnvelope),
        (status = 404, description = "You have no such key.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_key(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ApiKeyId>,
) -> Result<Json<KeyEnvelope>> {
    let key = keys::find(&state.app, user.id, id).await?;
    Ok(Json(key.into()))
}
