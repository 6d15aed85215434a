//! `DELETE /api/admin/plugins/{plugin_id}/versions/{digest}`

use axum::extract::State;
use axum::http::StatusCode;
use studio_app::plugins;

use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Delete a version that nobody needs.
#[utoipa::path(
    delete, path = "/api/admin/plugins/{plugin_id}/versions/{digest}", operation_id = "delete_plugin_version", tag = "admin",
    params(
        ("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux"),
        ("digest" = String, Path, description = "The version.", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ),
    responses(
        (status = 204, description = "It is gone, with its file."),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The plugin has no such version.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is on offer, in a plugin folder, what a roll-back goes to, or jobs were made with it.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_plugin_version(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId((id, digest)): PathId<(String, String)>,
) -> Result<StatusCode> {
    plugins::delete_version(&state.app, &user, &id, &digest).await?;
    Ok(StatusCode::NO_CONTENT)
}
