//! `DELETE /api/keys/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::keys;
use studio_model::ApiKeyId;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Revoke an API key.
///
/// The next request with it is refused, and live streams that it opened end within 15 seconds.
#[utoipa::path(
    delete, path = "/api/keys/{id}", operation_id = "revoke_key", tag = "keys",
    params(("id" = uuid::Uuid, Path, description = "The key.")),
    responses(
        (status = 204, description = "Revoked."),
        (status = 404, description = "You have no such key.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_key(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<ApiKeyId>,
) -> Result<StatusCode> {
    keys::revoke(&state.app, &user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
