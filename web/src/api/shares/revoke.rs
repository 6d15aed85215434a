//! `DELETE /api/share/{token}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::shares;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Revoke a link.
///
/// Whoever follows it from now on finds nothing.
#[utoipa::path(
    delete, path = "/api/share/{token}", operation_id = "delete_share", tag = "sharing",
    params(("token" = String, Path, description = "The link's token.")),
    responses(
        (status = 204, description = "Revoked."),
        (status = 404, description = "You have no such link.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_share(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(token): PathId<String>,
) -> Result<StatusCode> {
    shares::revoke(&state.app, user.id, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}
