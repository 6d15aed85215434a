//! `GET /api/admin/plugins/{plugin_id}/log`

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::plugins::{self, PluginLine};
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::PathId;
use crate::problem::Problem;

/// A line that a plugin wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogLineBody {
    at: DateTime<Utc>,
    /// `debug`, `info`, `warn` or `error`.
    #[schema(example = "warn")]
    level: String,
    #[schema(example = "the provider sent no seed")]
    line: String,
}

impl From<PluginLine> for LogLineBody {
    fn from(line: PluginLine) -> Self {
        Self {
            at: line.logged_at,
            level: line.level,
            line: line.line,
        }
    }
}

/// What a plugin wrote lately, on all machines.
#[utoipa::path(
    get, path = "/api/admin/plugins/{plugin_id}/log", operation_id = "list_plugin_log", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    responses(
        (status = 200, description = "The last 200 lines, newest first; there is no further page.", body = PageBody<LogLineBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such plugin.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_plugin_log(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    PathId(id): PathId<String>,
) -> Result<axum::Json<PageBody<LogLineBody>>> {
    let lines = plugins::list_log(&state.app, &user, &id).await?;
    Ok(axum::Json(PageBody::whole(lines.into_iter().map(Into::into).collect())))
}
