//! The routes of the JSON API, with their document.

mod admin;
mod library;
mod work;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{AppState, api, openapi};

/// The JSON API.
pub(crate) fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(api::audit::list::list_own_audit_entries))
        .merge(accounts())
        .merge(work::jobs())
        .merge(work::batches())
        .routes(routes!(api::budgets::list_budgets, api::budgets::put_budget))
        .routes(routes!(api::budgets::delete_budget))
        .merge(work::schedules())
        .merge(work::recipes())
        .merge(keys())
        .merge(webhooks())
        .merge(library::projects())
        .merge(library::collections())
        .merge(library::prompts())
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
        .merge(library::images())
        .routes(routes!(api::credits::balance::find_balance))
        .routes(routes!(api::credits::history::list_credit_history))
        .routes(routes!(api::credits::packs::list_credit_packs))
        .routes(routes!(
            api::credits::purchases::list_purchases,
            api::credits::purchases::begin_purchase
        ))
        .routes(routes!(api::credits::purchases::find_purchase))
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
        .merge(admin::admin())
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
        .routes(routes!(auth::me::me, auth::deletion::delete_me))
        .routes(routes!(
            auth::deletion::find_account_deletion,
            auth::deletion::keep_account
        ))
        .routes(routes!(auth::export::export_me))
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
