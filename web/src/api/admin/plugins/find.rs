//! `GET /api/admin/plugins/{plugin_id}`

use axum::extract::State;
use studio_app::plugins;

use super::PluginDetailsBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// A plugin with its versions.
#[utoipa::path(
    get, path = "/api/admin/plugins/{plugin_id}", operation_id = "find_plugin", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    responses(
        (status = 200, description = "The plugin.", body = PluginDetailsBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such plugin.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find_plugin(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
) -> Result<axum::Json<PluginDetailsBody>> {
    Ok(axum::Json(plugins::find(&state.app, &user, &id).await?.into()))
}
