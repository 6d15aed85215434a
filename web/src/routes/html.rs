//! The routes of the pages and what they load.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::{AppState, api, live, media, oembed, pages, paths};

pub(super) fn pages() -> Router<AppState> {
    development()
        .route(paths::HOME, get(pages::landing::show))
        .route(paths::LOGIN, get(pages::auth::show_log_in).post(pages::auth::log_in))
        .route(
            paths::REGISTER,
            get(pages::auth::show_register).post(pages::auth::register),
        )
        .route(
            paths::LOGIN_CODE,
            get(pages::log_in_code::show).post(pages::log_in_code::submit),
        )
        .route(paths::LOGOUT, post(pages::auth::log_out))
        .route(paths::THEME, post(pages::theme::choose))
        .route(
            paths::GENERATE,
            get(pages::generate::show).post(pages::generate::submit),
        )
        .route(paths::ESTIMATE, get(pages::generate::estimate))
        .route(paths::NEW_OWN_PRESET, post(pages::save_preset::ask))
        .route(paths::SAVE_OWN_PRESET, post(pages::save_preset::save))
        .route(paths::OWN_PRESETS, get(pages::own_presets::list))
        .route("/presets/{id}", post(pages::own_presets::rename))
        .route("/presets/{id}/default", post(pages::own_presets::set_default))
        .route("/presets/{id}/delete", post(pages::own_presets::delete))
        .route(paths::PEOPLE, get(pages::people::list))
        .route("/admin/users/{id}", post(pages::people::update))
        .route("/admin/users/{id}/credits", post(pages::people::grant))
        .route(paths::CREDITS, get(pages::credits::show))
        .route(paths::BEGIN_PURCHASE, post(pages::purchases::begin))
        .route("/credits/purchases/{id}", get(pages::purchases::show))
        .route(paths::PUT_BUDGET, post(pages::credits::put_budget))
        .route("/credits/budgets/{id}/delete", post(pages::credits::delete_budget))
        .route(paths::MODELS, get(pages::models::show))
        .route(paths::CHOOSE_PICTURE, get(pages::generate_pictures::choose))
        .route(paths::GALLERY, get(pages::gallery::show))
        .route(paths::BULK, post(pages::bulk::change))
        .route(paths::GALLERY_PLACES, get(pages::gallery_places::list))
        .route(paths::GALLERY_VIEW, post(pages::gallery_view::choose))
        .route("/undo/{token}", post(pages::bulk::undo))
        .merge(image_pages())
        .route(paths::QUEUE, get(pages::queue::show))
        .route(paths::PAUSE_QUEUE, post(pages::queue::pause))
        .route(paths::RESUME_QUEUE, post(pages::queue::resume))
        .route(paths::REDRIVE, post(pages::queue::redrive))
        .route("/queue/{id}", get(pages::job::show))
        .route("/queue/{id}/priority", post(pages::job::set_priority))
        .route("/queue/{id}/pause", post(pages::queue::pause_job))
        .route("/queue/{id}/resume", post(pages::queue::resume_job))
        .route("/queue/{id}/front", post(pages::queue::move_to_front))
        .route("/queue/{id}/cancel", post(pages::queue::cancel))
        .route("/queue/{id}/retry", post(pages::queue::retry))
        .merge(new_batch())
        .route(paths::BATCHES, get(pages::batch::list))
        .route("/batches/{id}", get(pages::batch::show))
        .route("/batches/{id}/priority", post(pages::batch_change::set_priority))
        .route("/batches/{id}/rerun", post(pages::batch_change::rerun))
        .route("/batches/{id}/preset", post(pages::batch_change::keep))
        .route("/batches/{id}/pause", post(pages::batches::pause))
        .route("/batches/{id}/resume", post(pages::batches::resume))
        .route("/batches/{id}/cancel", post(pages::batches::cancel))
        .merge(schedule_pages())
        .merge(recipe_pages())
        .merge(plugin_pages())
        .merge(folder_pages())
        .merge(prompt_pages())
        .merge(settings_pages())
        .route(paths::COMPARE, get(pages::compare::show))
        .route(paths::SEARCH, get(pages::search::show))
        .route(paths::PALETTE, get(pages::search::palette))
        .route(paths::KEYS, get(pages::settings::keyboard::sheet))
        .route(
            "/settings/keyboard",
            get(pages::settings::keyboard::show).post(pages::settings::keyboard::update),
        )
        .route(paths::LANGUAGE, post(pages::settings::preferences::choose_language))
        .route(paths::AUDIT, get(pages::audit::show))
        .merge(sharing_pages())
        .merge(mailed_pages())
        .route("/media/{id}/{file}", get(media::thumbnail))
        .route("/media/avatars/{id}/{file}", get(media::avatar))
        .route(paths::EVENTS, get(live::stream))
}

/// Pages that only builds for development have.
#[cfg(debug_assertions)]
fn development() -> Router<AppState> {
    Router::new().route(paths::DESIGN, get(pages::design::show))
}

/// Pages that only builds for development have: none here.
#[cfg(not(debug_assertions))]
fn development() -> Router<AppState> {
    Router::new()
}

/// The rooms in which a picture is repainted.
fn rooms() -> Router<AppState> {
    let with_mask = Router::new()
        .route(
            "/images/{id}/inpaint",
            get(pages::inpaint_image::show).post(pages::inpaint_image::submit),
        )
        .layer(DefaultBodyLimit::max(api::images::inpaint::MAX_MASK_BYTES));
    Router::new()
        .merge(with_mask)
        .route("/images/{id}/inpaint/estimate", get(pages::inpaint_image::estimate))
        .route(
            "/images/{id}/outpaint",
            get(pages::outpaint_image::show).post(pages::outpaint_image::submit),
        )
        .route("/images/{id}/outpaint/estimate", get(pages::outpaint_image::estimate))
}

/// The pages of one picture, and of those that were thrown away.
fn image_pages() -> Router<AppState> {
    Router::new()
        .merge(rooms())
        .route(
            "/images/{id}",
            get(pages::image::show).post(pages::image_details::update),
        )
        .route("/images/{id}/favorite", post(pages::image_details::favorite))
        .route("/images/{id}/rate", post(pages::image_details::rate))
        .route("/images/{id}/comments", post(pages::comments::create))
        .route("/comments/{id}", post(pages::comments::update))
        .route("/comments/{id}/delete", post(pages::comments::delete))
        .route("/images/{id}/delete", post(pages::trash::delete))
        .route("/images/{id}/restore", post(pages::trash::restore))
        .route("/images/{id}/purge", post(pages::trash::purge))
        .route(paths::TRASH, get(pages::trash::show))
        .route(paths::EMPTY_TRASH, post(pages::trash::empty))
        .route("/images/{id}/upscale", post(pages::enhance_image::upscale))
        .route(
            "/images/{id}/remove-background",
            post(pages::enhance_image::remove_background),
        )
}

/// The pages of batches that recur.
fn schedule_pages() -> Router<AppState> {
    Router::new()
        .route(paths::SCHEDULES, get(pages::schedules::list))
        .route(
            paths::NEW_SCHEDULE,
            get(pages::schedule_editor::show).post(pages::schedule_editor::submit),
        )
        .route("/schedules/{id}", get(pages::schedules::show))
        .route(
            "/schedules/{id}/edit",
            get(pages::schedule_editor::show_edit).post(pages::schedule_editor::submit_edit),
        )
        .route("/schedules/{id}/pause", post(pages::schedules::pause))
        .route("/schedules/{id}/resume", post(pages::schedules::resume))
        .route("/schedules/{id}/run", post(pages::schedules::run))
        .route("/schedules/{id}/delete", post(pages::schedules::delete))
}

/// The pages of steps that follow on pictures.
fn recipe_pages() -> Router<AppState> {
    Router::new()
        .route(paths::RECIPES, get(pages::recipes::list))
        .route(
            paths::NEW_RECIPE,
            get(pages::recipes::show_new).post(pages::recipes::create),
        )
        .route("/recipes/{id}", get(pages::recipes::show).post(pages::recipes::update))
        .route("/recipes/{id}/delete", post(pages::recipes::delete))
        .route("/recipes/{id}/run", post(pages::recipes::run))
        .route("/recipe-runs/{id}", get(pages::recipe_runs::show))
        .route("/recipe-runs/{id}/pause", post(pages::recipe_runs::pause))
        .route("/recipe-runs/{id}/resume", post(pages::recipe_runs::resume))
        .route("/recipe-runs/{id}/cancel", post(pages::recipe_runs::cancel))
        .route("/recipe-runs/{id}/retry", post(pages::recipe_runs::retry))
}

/// The pages of plugins, for administrators.
fn plugin_pages() -> Router<AppState> {
    let upload = Router::new()
        .route(paths::PLUGINS, get(pages::plugins::list).post(pages::plugins::upload))
        .layer(DefaultBodyLimit::max(api::admin::plugins::MAX_FORM_BYTES));
    let version = "/admin/plugins/{id}/versions/{digest}";
    Router::new()
        .merge(upload)
        .route("/admin/plugins/{id}", get(pages::plugins::show))
        .route("/admin/plugins/{id}/enable", post(pages::plugins::enable))
        .route("/admin/plugins/{id}/disable", post(pages::plugins::disable))
        .route("/admin/plugins/{id}/rollback", post(pages::plugins::roll_back))
        .route("/admin/plugins/{id}/models", post(pages::plugins::switch_model))
        .route(version, get(pages::plugin_version::show))
        .route(&format!("{version}/promote"), post(pages::plugin_version::promote))
        .route(&format!("{version}/delete"), post(pages::plugin_version::delete))
        .route(&format!("{version}/shadow"), post(pages::plugin_version::shadow))
}

/// The pages of projects and collections.
fn folder_pages() -> Router<AppState> {
    Router::new()
        .route(paths::PROJECTS, get(pages::projects::list))
        .route(
            paths::NEW_PROJECT,
            get(pages::project_form::show_new).post(pages::project_form::create),
        )
        .route("/projects/{id}", get(pages::projects::show))
        .route(
            "/projects/{id}/edit",
            get(pages::project_form::show).post(pages::project_form::update),
        )
        .route("/projects/{id}/images", post(pages::projects::change_images))
        .route("/projects/{id}/archive", post(pages::projects::archive))
        .route("/projects/{id}/duplicate", post(pages::projects::duplicate))
        .route("/projects/{id}/delete", post(pages::projects::delete))
        .route(paths::COLLECTIONS, get(pages::collections::list))
        .route(
            paths::NEW_COLLECTION,
            get(pages::collection_form::show_new).post(pages::collection_form::create),
        )
        .route("/collections/{id}", get(pages::collections::show))
        .route(
            "/collections/{id}/edit",
            get(pages::collection_form::show).post(pages::collection_form::update),
        )
        .route("/collections/{id}/images", post(pages::collections::change_images))
        .route("/collections/{id}/move", post(pages::collections::move_image))
        .route("/collections/{id}/delete", post(pages::collections::delete))
}

/// The pages of the prompt library.
fn prompt_pages() -> Router<AppState> {
    Router::new()
        .route(paths::PROMPTS, get(pages::prompts::list))
        .route(
            paths::NEW_PROMPT,
            get(pages::prompt_form::show_new).post(pages::prompt_form::create),
        )
        .route("/prompts/import", post(pages::prompts::import))
        .route("/prompts/public/{id}/copy", post(pages::prompts::copy))
        .route(
            "/prompts/{id}",
            get(pages::prompt_form::show).post(pages::prompt_form::update),
        )
        .route(
            "/prompts/{id}/use",
            get(pages::prompt_use::show).post(pages::prompt_use::submit),
        )
        .route("/prompts/{id}/favorite", post(pages::prompts::set_favorite))
        .route("/prompts/{id}/delete", post(pages::prompts::delete))
}

/// The pages of the settings.
fn settings_pages() -> Router<AppState> {
    let avatar = Router::new()
        .route(paths::AVATAR, post(pages::settings::account::set_avatar))
        .layer(DefaultBodyLimit::max(api::auth::avatar::MAX_FORM_BYTES));
    Router::new()
        .route(paths::SETTINGS, get(pages::settings::show))
        .route(
            "/settings/api-keys",
            get(pages::settings::api_keys::show).post(pages::settings::api_keys::create),
        )
        .route(
            "/settings/api-keys/{id}/revoke",
            post(pages::settings::api_keys::revoke),
        )
        .route(
            "/settings/account",
            get(pages::settings::account::show).post(pages::settings::account::update),
        )
        .route(
            paths::SEND_VERIFICATION,
            post(pages::settings::account::send_verification),
        )
        .route(paths::CHANGE_EMAIL, post(pages::settings::account::change_email))
        .route(paths::REMOVE_AVATAR, post(pages::settings::account::remove_avatar))
        .merge(avatar)
        .route(
            "/settings/preferences",
            get(pages::settings::preferences::show).post(pages::settings::preferences::update),
        )
        .route(paths::DEFAULTS, post(pages::settings::preferences::update_defaults))
        .route("/settings/security", get(pages::settings::security::show))
        .route(
            paths::TWO_FACTOR,
            get(pages::settings::two_factor::show).post(pages::settings::two_factor::begin),
        )
        .route(
            "/settings/danger",
            get(pages::settings::danger::show).post(pages::settings::danger::submit),
        )
        .route("/settings/privacy", get(pages::settings::privacy::show))
        .route(paths::EXPORT_ACCOUNT, post(pages::settings::privacy::export))
        .route(paths::LEAVING, get(pages::leaving::show))
        .route(paths::KEEP_ACCOUNT, post(pages::leaving::keep))
        .route(paths::TWO_FACTOR_CONFIRM, post(pages::settings::two_factor::confirm))
        .route(paths::TWO_FACTOR_CODES, post(pages::settings::two_factor::renew_codes))
        .route(paths::TWO_FACTOR_OFF, post(pages::settings::two_factor::disable))
        .merge(webhook_pages())
        .route(paths::CHANGE_PASSWORD, post(pages::settings::security::change_password))
        .route(paths::REVOKE_SESSIONS, post(pages::settings::security::revoke_others))
        .route(
            "/settings/security/sessions/{id}/revoke",
            post(pages::settings::security::revoke),
        )
}

/// Addresses that are told what happens.
fn webhook_pages() -> Router<AppState> {
    use pages::settings::webhooks::{list, one};
    Router::new()
        .route("/settings/webhooks", get(list::show).post(list::create))
        .route("/settings/webhooks/{id}", get(one::show).post(one::update))
        .route("/settings/webhooks/{id}/secret", post(one::rotate))
        .route("/settings/webhooks/{id}/test", post(one::send_trial))
        .route("/settings/webhooks/{id}/delete", post(one::delete))
        .route(
            "/settings/webhooks/{id}/deliveries/{delivery_id}/resend",
            post(one::resend),
        )
}

/// The links of users, and what links show to anybody.
fn sharing_pages() -> Router<AppState> {
    Router::new()
        .route(paths::NOTIFICATIONS, get(pages::notifications::list))
        .route("/notifications/read", post(pages::notifications::read_all))
        .route("/notifications/settings", post(pages::notifications::save_settings))
        .route("/notifications/{id}/read", post(pages::notifications::read))
        .route(paths::SHARES, get(pages::shares::list))
        .route("/shares/{token}/revoke", post(pages::shares::revoke))
        .route(
            "/images/{id}/share",
            get(pages::shares::show_image).post(pages::shares::create_image),
        )
        .route(
            "/projects/{id}/share",
            get(pages::shares::show_project).post(pages::shares::create_project),
        )
        .route("/s/{token}", get(pages::shared::show))
        .route("/s/{token}/unlock", post(pages::shared::unlock))
        .route("/s/{token}/images/{id}", get(pages::shared::show_image))
        .route("/s/{token}/media/{id}/{file}", get(pages::shared_media::thumbnail))
        .route("/s/{token}/originals/{id}", get(pages::shared_media::original))
        .route("/embed/{token}", get(pages::shared::embed))
        .route(paths::OEMBED, get(oembed::show))
}

/// The pages that links in mails lead to, and the mails of a studio without a mail server.
fn mailed_pages() -> Router<AppState> {
    Router::new()
        .route(
            paths::VERIFY_EMAIL,
            get(pages::verify_email::show).post(pages::verify_email::submit),
        )
        .route(
            paths::FORGOT_PASSWORD,
            get(pages::forgot_password::show).post(pages::forgot_password::submit),
        )
        .route(
            paths::RESET_PASSWORD,
            get(pages::reset_password::show).post(pages::reset_password::submit),
        )
        .route(paths::OUTBOX, get(pages::outbox::show))
}

/// The form for a new batch, which may bring a table.
fn new_batch() -> Router<AppState> {
    Router::new()
        .route(
            paths::NEW_BATCH,
            get(pages::new_batch::show).post(pages::new_batch::submit),
        )
        .layer(DefaultBodyLimit::max(pages::new_batch::MAX_FORM_BYTES))
}
