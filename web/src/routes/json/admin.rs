//! What only administrators may do, and the plugins.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{AppState, api};

/// Looking after the installation.
pub(super) fn admin() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(api::admin::usage::find_installation_stats))
        .routes(routes!(api::admin::usage::find_usage_overview))
        .routes(routes!(
            api::admin::pauses::list_pauses,
            api::admin::pauses::create_pause
        ))
        .routes(routes!(api::admin::pauses::delete_pause))
        .routes(routes!(api::admin::limits::list_limits, api::admin::limits::put_limit))
        .routes(routes!(api::admin::limits::delete_limit))
        .routes(routes!(
            api::admin::provider::find_provider,
            api::admin::provider::put_provider
        ))
        .routes(routes!(api::admin::retries::list_retry_policies))
        .routes(routes!(
            api::admin::retries::put_retry_policy,
            api::admin::retries::delete_retry_policy
        ))
        .routes(routes!(api::admin::models::put_model_switches))
        .routes(routes!(api::admin::users::list_users))
        .routes(routes!(api::admin::users::update_user))
        .routes(routes!(api::admin::users::grant_credits))
        .routes(routes!(api::admin::housekeeping::list_chores))
        .routes(routes!(api::admin::housekeeping::run_chore))
        .routes(routes!(api::audit::list_all::list_audit_entries))
        .merge(plugins())
}

/// Versions of plugins; an upload is as large as a component may be.
fn plugins() -> OpenApiRouter<AppState> {
    use api::admin::plugins;
    let large = OpenApiRouter::new()
        .routes(routes!(plugins::upload::upload_plugin))
        .layer(DefaultBodyLimit::max(plugins::MAX_FORM_BYTES));
    OpenApiRouter::new()
        .routes(routes!(plugins::list::list_plugins))
        .routes(routes!(plugins::find::find_plugin, plugins::update::update_plugin))
        .routes(routes!(plugins::default::put_default_version))
        .routes(routes!(plugins::log::list_plugin_log))
        .routes(routes!(plugins::rollback::roll_back_plugin))
        .routes(routes!(plugins::version::delete_plugin_version))
        .routes(routes!(plugins::diff::diff_plugin_version))
        .routes(routes!(plugins::shadow::run_shadow, plugins::shadow::find_shadow_run))
        .merge(large)
}
