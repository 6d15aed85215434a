//! The routes of the JSON API, with their document.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{AppState, api, openapi};

/// The JSON API.
pub(crate) fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(api::audit::list::list_own_audit_entries))
        .merge(accounts())
        .routes(routes!(api::generation::text_to_image::text_to_image))
        .routes(routes!(api::generation::image_to_image::image_to_image))
        .routes(routes!(api::generation::video::video))
        .routes(routes!(api::generation::list::list_jobs))
        .routes(routes!(api::generation::status::find_job))
        .routes(routes!(
            api::generation::cancel::cancel_job,
            api::generation::revise::revise_job
        ))
        .routes(routes!(
            api::generation::pause::pause_job,
            api::generation::pause::resume_job
        ))
        .routes(routes!(api::generation::order::set_job_priority))
        .routes(routes!(api::generation::order::move_job_to_front))
        .routes(routes!(
            api::generation::pause_queue::find_queue_pause,
            api::generation::pause_queue::pause_queue,
            api::generation::pause_queue::resume_queue
        ))
        .routes(routes!(api::generation::retry::retry_job))
        .routes(routes!(api::generation::redrive::redrive_jobs))
        .routes(routes!(
            api::generation::presets::list_generation_presets,
            api::generation::presets::create_generation_preset
        ))
        .routes(routes!(
            api::generation::presets::find_generation_preset,
            api::generation::presets::update_generation_preset,
            api::generation::presets::delete_generation_preset
        ))
        .routes(routes!(api::generation::attempts::list_attempts))
        .merge(batches())
        .routes(routes!(api::budgets::list_budgets, api::budgets::put_budget))
        .routes(routes!(api::budgets::delete_budget))
        .merge(schedules())
        .merge(recipes())
        .merge(keys())
        .merge(webhooks())
        .merge(projects())
        .merge(collections())
        .merge(prompts())
        .merge(shares())
        .merge(comments())
        .routes(routes!(api::notifications::list::list_notifications))
        .routes(routes!(api::notifications::read::read_notifications))
        .routes(routes!(api::notifications::read::read_notification))
        .routes(routes!(
            api::notifications::settings::find_notification_settings,
            api::notifications::settings::put_notification_settings
        ))
        .routes(routes!(api::search::projects::search_projects))
        .routes(routes!(api::search::prompts::search_prompts))
        .merge(images())
        .routes(routes!(api::credits::balance::find_balance))
        .routes(routes!(api::credits::history::list_credit_history))
        .routes(routes!(api::usage::stats::find_usage_stats))
        .routes(routes!(api::usage::daily::list_daily_usage))
        .routes(routes!(api::usage::monthly::list_monthly_usage))
        .routes(routes!(api::usage::by::list_usage_by_model))
        .routes(routes!(api::usage::by::list_usage_by_action))
        .routes(routes!(api::usage::by::list_usage_by_project))
        .routes(routes!(api::models::list::list_models))
        .routes(routes!(api::models::seen::put_model_seen))
        .routes(routes!(api::models::featured::list_featured_models))
        .routes(routes!(api::models::categories::list_model_categories))
        .routes(routes!(api::models::find::find_model))
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

/// Accounts, sessions and settings.
fn accounts() -> OpenApiRouter<AppState> {
    use api::auth;
    let avatar = OpenApiRouter::new()
        .routes(routes!(auth::avatar::put_avatar, auth::avatar::delete_avatar))
        .layer(DefaultBodyLimit::max(auth::avatar::MAX_FORM_BYTES));
    OpenApiRouter::new()
        .routes(routes!(auth::register::register))
        .routes(routes!(auth::log_in::log_in))
        .routes(routes!(auth::log_in_code::log_in_with_code))
        .routes(routes!(
            auth::two_factor::find_two_factor,
            auth::two_factor::begin_two_factor
        ))
        .routes(routes!(auth::two_factor::confirm_two_factor))
        .routes(routes!(auth::two_factor::renew_recovery_codes))
        .routes(routes!(auth::two_factor::disable_two_factor))
        .routes(routes!(auth::log_out::log_out))
        .routes(routes!(auth::me::me))
        .routes(routes!(auth::verify_email::verify_email))
        .routes(routes!(auth::verify_email::send_verification))
        .routes(routes!(auth::forgot_password::forgot_password))
        .routes(routes!(auth::forgot_password::reset_password))
        .routes(routes!(auth::change_password::change_password))
        .routes(routes!(
            auth::sessions::list_sessions,
            auth::sessions::revoke_other_sessions
        ))
        .routes(routes!(auth::sessions::revoke_session))
        .routes(routes!(auth::profile::update_profile))
        .routes(routes!(auth::change_email::change_email))
        .merge(avatar)
        .routes(routes!(
            api::settings::preferences::find_settings,
            api::settings::preferences::update_settings
        ))
        .routes(routes!(
            api::settings::defaults::find_defaults,
            api::settings::defaults::update_defaults
        ))
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

/// Pictures: looking at them, keeping them in order, and making others of them.
fn images() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(api::images::list::list_images))
        .routes(routes!(api::images::search::search_images))
        .routes(routes!(
            api::images::find::find_image,
            api::images::details::update_image,
            api::images::trash::delete_image
        ))
        .routes(routes!(api::images::bulk::delete_images))
        .routes(routes!(api::images::bulk::move_images))
        .routes(routes!(api::images::bulk::tag_images))
        .routes(routes!(api::images::bulk::favorite_images))
        .routes(routes!(api::images::undo::undo))
        .routes(routes!(api::images::details::favorite_image))
        .routes(routes!(api::images::details::rate_image))
        .routes(routes!(api::images::trash::restore_image))
        .routes(routes!(
            api::images::trash::list_trashed_images,
            api::images::trash::empty_trash
        ))
        .routes(routes!(api::images::trash::purge_image))
        .routes(routes!(api::images::metadata::find_image_metadata))
        .routes(routes!(api::images::download::download_image))
        .merge(edits())
        .merge(uploads())
        .routes(routes!(api::images::enhance::upscale_image))
        .routes(routes!(api::images::enhance::remove_image_background))
        .routes(routes!(api::images::variation::vary_image))
        .routes(routes!(api::images::remix::remix_image))
}

/// Bringing pictures of one's own.
fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(api::images::upload::upload_image))
        .layer(DefaultBodyLimit::max(studio_app::images::MAX_UPLOAD_BYTES))
}

/// Repainting parts of pictures; a request may bring a mask.
fn edits() -> OpenApiRouter<AppState> {
    let large = OpenApiRouter::new()
        .routes(routes!(api::images::inpaint::inpaint_image))
        .layer(DefaultBodyLimit::max(api::images::inpaint::MAX_MASK_BYTES));
    OpenApiRouter::new()
        .routes(routes!(api::images::outpaint::outpaint_image))
        .merge(large)
}

/// Batches; a request for one may bring a large table.
fn batches() -> OpenApiRouter<AppState> {
    let large = OpenApiRouter::new()
        .routes(routes!(api::batches::create::create_batch))
        .routes(routes!(api::batches::preview::preview_batch))
        .layer(DefaultBodyLimit::max(api::batches::MAX_BATCH_BYTES));
    OpenApiRouter::new()
        .routes(routes!(api::batches::list::list_batches))
        .routes(routes!(
            api::batches::presets::list_batch_presets,
            api::batches::presets::create_batch_preset
        ))
        .routes(routes!(
            api::batches::presets::find_batch_preset,
            api::batches::presets::update_batch_preset,
            api::batches::presets::delete_batch_preset
        ))
        .routes(routes!(
            api::batches::find::find_batch,
            api::batches::cancel::cancel_batch
        ))
        .routes(routes!(
            api::batches::pause::pause_batch,
            api::batches::pause::resume_batch
        ))
        .routes(routes!(api::batches::priority::set_batch_priority))
        .routes(routes!(api::batches::rows::list_batch_rows))
        .routes(routes!(api::batches::rerun::rerun_batch))
        .routes(routes!(api::batches::export::export_batch))
        .routes(routes!(api::batches::export::find_batch_manifest_json))
        .routes(routes!(api::batches::export::find_batch_manifest_csv))
        .merge(large)
}

/// Batches that recur.
fn schedules() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::schedules::list::list_schedules,
            api::schedules::create::create_schedule
        ))
        .routes(routes!(api::schedules::preview::preview_schedule))
        .routes(routes!(
            api::schedules::find::find_schedule,
            api::schedules::update::update_schedule,
            api::schedules::delete::delete_schedule
        ))
        .routes(routes!(
            api::schedules::pause::pause_schedule,
            api::schedules::pause::resume_schedule
        ))
        .routes(routes!(api::schedules::run::run_schedule))
        .routes(routes!(api::schedules::runs::list_schedule_runs))
        .routes(routes!(api::schedules::backfill::preview_schedule_backfill))
}

/// Steps that follow on pictures.
fn recipes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::recipes::list::list_recipes,
            api::recipes::create::create_recipe
        ))
        .routes(routes!(
            api::recipes::find::find_recipe,
            api::recipes::update::update_recipe,
            api::recipes::delete::delete_recipe
        ))
        .routes(routes!(api::recipes::preview::preview_recipe))
        .routes(routes!(api::recipes::run::run_recipe))
        .routes(routes!(api::recipe_runs::list::list_recipe_runs))
        .routes(routes!(
            api::recipe_runs::find::find_recipe_run,
            api::recipe_runs::cancel::cancel_recipe_run
        ))
        .routes(routes!(
            api::recipe_runs::pause::pause_recipe_run,
            api::recipe_runs::pause::resume_recipe_run
        ))
        .routes(routes!(api::recipe_runs::jobs::list_recipe_run_jobs))
        .routes(routes!(api::recipe_runs::retry::retry_recipe_run))
}

/// Keys of programs.
fn keys() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(api::keys::list::list_keys, api::keys::create::create_key))
        .routes(routes!(api::keys::find::find_key, api::keys::revoke::revoke_key))
}

/// Addresses that are told what happens.
fn webhooks() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::webhooks::list::list_webhooks,
            api::webhooks::create::create_webhook
        ))
        .routes(routes!(
            api::webhooks::find::find_webhook,
            api::webhooks::update::update_webhook,
            api::webhooks::delete::delete_webhook
        ))
        .routes(routes!(api::webhooks::secret::rotate_webhook_secret))
        .routes(routes!(api::webhooks::resend::test_webhook))
        .routes(routes!(api::webhooks::deliveries::list_webhook_deliveries))
        .routes(routes!(api::webhooks::deliveries::find_webhook_delivery))
        .routes(routes!(api::webhooks::resend::resend_webhook_delivery))
}

/// Folders of work.
fn projects() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::projects::list::list_projects,
            api::projects::create::create_project
        ))
        .routes(routes!(
            api::projects::find::find_project,
            api::projects::update::update_project,
            api::projects::delete::delete_project
        ))
        .routes(routes!(
            api::projects::archive::archive_project,
            api::projects::archive::unarchive_project
        ))
        .routes(routes!(api::projects::duplicate::duplicate_project))
        .routes(routes!(api::projects::images::list_project_images))
        .routes(routes!(api::projects::images::add_project_images))
        .routes(routes!(api::projects::images::remove_project_image))
        .routes(routes!(api::projects::analytics::find_project_analytics))
        .routes(routes!(
            api::projects::export::download_project,
            api::projects::export::export_project
        ))
        .routes(routes!(api::projects::export::find_project_manifest_json))
        .routes(routes!(api::projects::export::find_project_manifest_csv))
}

/// Boards of pictures.
fn collections() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::collections::list::list_collections,
            api::collections::create::create_collection
        ))
        .routes(routes!(
            api::collections::find::find_collection,
            api::collections::update::update_collection,
            api::collections::delete::delete_collection
        ))
        .routes(routes!(
            api::collections::images::list_collection_images,
            api::collections::images::add_collection_images
        ))
        .routes(routes!(api::collections::images::remove_collection_image))
        .routes(routes!(api::collections::reorder::reorder_collection))
}

/// The prompt library.
fn prompts() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::prompts::list::list_prompts,
            api::prompts::create::create_prompt
        ))
        .routes(routes!(api::prompts::categories::list_prompt_categories))
        .routes(routes!(api::prompts::public::list_public_prompts))
        .routes(routes!(api::prompts::public::copy_public_prompt))
        .routes(routes!(api::prompts::transfer::export_prompts_json))
        .routes(routes!(api::prompts::transfer::export_prompts_csv))
        .routes(routes!(api::prompts::transfer::import_prompts))
        .routes(routes!(
            api::prompts::find::find_prompt,
            api::prompts::update::update_prompt,
            api::prompts::delete::delete_prompt
        ))
        .routes(routes!(
            api::prompts::favorite::favorite_prompt,
            api::prompts::favorite::unfavorite_prompt
        ))
        .routes(routes!(api::prompts::usage::use_prompt))
}

/// Links by which others see something. `{key}` is the id of what is shared, or a link's token: one address serves both.
fn shares() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(api::shares::list::list_shares))
        .routes(routes!(
            api::shares::create::share_image,
            api::shares::shown::find_shared_image
        ))
        .routes(routes!(
            api::shares::create::share_project,
            api::shares::shown::find_shared_project
        ))
        .routes(routes!(api::shares::create::create_image_share))
        .routes(routes!(api::shares::create::create_project_share))
        .routes(routes!(api::shares::revoke::delete_share))
        .routes(routes!(api::shares::unlock::unlock_share))
}

/// What people say about pictures.
fn comments() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            api::comments::list::list_comments,
            api::comments::create::create_comment
        ))
        .routes(routes!(
            api::comments::one::find_comment,
            api::comments::one::update_comment,
            api::comments::one::delete_comment
        ))
}
