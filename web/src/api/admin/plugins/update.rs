//! `PUT /api/admin/plugins/{plugin_id}`

use axum::extract::State;
use serde::Deserialize;
use studio_app::plugins;
use utoipa::ToSchema;

use super::PluginDetailsBody;
use crate::AppState;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::{Json, PathId};
use crate::problem::Problem;

/// An administrator's switch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchBody {
    /// Whether new jobs may take the plugin's models.
    #[schema(example = false)]
    is_enabled: bool,
}

/// Switch a plugin on or off.
///
/// Holds for new jobs, on every machine within a second; those that exist go on.
#[utoipa::path(
    put, path = "/api/admin/plugins/{plugin_id}", operation_id = "update_plugin", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    request_body = SwitchBody,
    responses(
        (status = 200, description = "The plugin as it is now.", body = PluginDetailsBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such plugin.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "No version of it was ever on offer, or another plugin offers one of its models.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn update_plugin(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
    Json(body): Json<SwitchBody>,
) -> Result<axum::Json<PluginDetailsBody>> {
    let details = plugins::set_enabled(&state.app, &user, &id, body.is_enabled).await?;
    Ok(axum::Json(details.into()))
}
