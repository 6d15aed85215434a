//! `POST /api/admin/plugins/{plugin_id}/rollback`

use axum::extract::State;
use studio_app::plugins;

use super::PluginDetailsBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// Go back to the version that was on offer before the last promotion.
#[utoipa::path(
    post, path = "/api/admin/plugins/{plugin_id}/rollback", operation_id = "roll_back_plugin", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    responses(
        (status = 200, description = "The plugin as it is now.", body = PluginDetailsBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such plugin.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is no earlier version; also after a roll-back.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn roll_back_plugin(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
) -> Result<axum::Json<PluginDetailsBody>> {
    Ok(axum::Json(plugins::roll_back(&state.app, &user, &id).await?.into()))
}
