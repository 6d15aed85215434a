//! `GET /api/admin/plugins`

use axum::extract::State;
use studio_app::plugins;

use super::PluginBody;
use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::problem::Problem;

/// All plugins, by id.
#[utoipa::path(
    get, path = "/api/admin/plugins", operation_id = "list_plugins", tag = "admin",
    responses(
        (status = 200, description = "Every plugin that was ever loaded or uploaded; there is no further page.", body = PageBody<PluginBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_plugins(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<PluginBody>>> {
    let plugins = plugins::list(&state.app, &user).await?;
    Ok(axum::Json(PageBody::whole(
        plugins.into_iter().map(PluginBody::from).collect(),
    )))
}
