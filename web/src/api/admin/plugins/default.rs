//! `PUT /api/admin/plugins/{plugin_id}/default`

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

/// Which version new jobs take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultBody {
    /// A version of the plugin.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
}

/// Promote a version.
///
/// New jobs take it, on every machine within a second; those that exist keep the version they were priced with.
#[utoipa::path(
    put, path = "/api/admin/plugins/{plugin_id}/default", operation_id = "put_default_version", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    request_body = DefaultBody,
    responses(
        (status = 200, description = "The plugin as it is now; also when the version was on offer already.", body = PluginDetailsBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The plugin has no such version.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Another plugin offers one of its models.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_default_version(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
    Json(body): Json<DefaultBody>,
) -> Result<axum::Json<PluginDetailsBody>> {
    let details = plugins::promote(&state.app, &user, &id, &body.digest).await?;
    Ok(axum::Json(details.into()))
}
