//! `/api/admin/retry-policies`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::queue::{self, PluginRetries};
use utoipa::ToSchema;

use crate::AppState;
use crate::api::PageBody;
use crate::auth::CurrentUser;
use crate::error::Result;
use crate::extract::Json;
use crate::problem::Problem;

/// How often a failed job is tried again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetriesBody {
    /// Failed tries that are followed by another.
    #[schema(minimum = 0, maximum = 20, example = 8)]
    max_retries: i64,
    /// Seconds before the first retry; doubles each time, a quarter more or less by chance.
    #[schema(minimum = 1, maximum = 3600, example = 5)]
    first_pause_s: i64,
    /// No pause is longer, in seconds.
    #[schema(minimum = 1, maximum = 86400, example = 600)]
    longest_pause_s: i64,
}

/// What holds for the jobs of a plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginRetriesBody {
    #[schema(example = "fal-flux")]
    plugin_id: String,
    /// Failed tries that are followed by another.
    #[schema(example = 8)]
    max_retries: u32,
    /// Seconds before the first retry.
    #[schema(example = 5)]
    first_pause_s: u64,
    /// No pause is longer, in seconds.
    #[schema(example = 600)]
    longest_pause_s: u64,
    /// Nobody has set another: this is the usual rule.
    is_usual: bool,
    updated_at: Option<DateTime<Utc>>,
}

impl From<PluginRetries> for PluginRetriesBody {
    fn from(retries: PluginRetries) -> Self {
        let policy = retries.policy.unwrap_or_default();
        Self {
            plugin_id: retries.plugin_id,
            max_retries: policy.max_retries,
            first_pause_s: policy.first_pause.as_secs(),
            longest_pause_s: policy.longest_pause.as_secs(),
            is_usual: retries.policy.is_none(),
            updated_at: retries.updated_at,
        }
    }
}

/// How often jobs are tried again, by plugin.
#[utoipa::path(
    get, path = "/api/admin/retry-policies", operation_id = "list_retry_policies", tag = "admin",
    responses(
        (status = 200, description = "All plugins that were ever loaded; there is no further page.", body = PageBody<PluginRetriesBody>),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_retry_policies(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<axum::Json<PageBody<PluginRetriesBody>>> {
    let retries = queue::list_retries(&state.app, &user).await?;
    Ok(axum::Json(PageBody::whole(
        retries.into_iter().map(PluginRetriesBody::from).collect(),
    )))
}

/// Set how often jobs of a plugin are tried again.
///
/// Holds from the next failure on, also for jobs under way and for all versions of the plugin.
#[utoipa::path(
    put, path = "/api/admin/retry-policies/{plugin_id}", operation_id = "put_retry_policy", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    request_body = RetriesBody,
    responses(
        (status = 200, description = "The rule as it is now.", body = PluginRetriesBody),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such plugin was ever loaded.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A number out of range.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn put_retry_policy(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(plugin_id): Path<String>,
    Json(body): Json<RetriesBody>,
) -> Result<axum::Json<PluginRetriesBody>> {
    let RetriesBody {
        max_retries,
        first_pause_s,
        longest_pause_s,
    } = body;
    let stored = queue::put_retries(
        &state.app,
        &user,
        &plugin_id,
        max_retries,
        first_pause_s,
        longest_pause_s,
    )
    .await?;
    Ok(axum::Json(stored.into()))
}

/// Go back to the usual rule.
#[utoipa::path(
    delete, path = "/api/admin/retry-policies/{plugin_id}", operation_id = "delete_retry_policy", tag = "admin",
    params(("plugin_id" = String, Path, description = "The plugin.", example = "fal-flux")),
    responses(
        (status = 204, description = "The usual rule holds."),
        (status = 403, description = "You are no administrator.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "It does already.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_retry_policy(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
    Path(plugin_id): Path<String>,
) -> Result<StatusCode> {
    queue::delete_retries(&state.app, &user, &plugin_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
