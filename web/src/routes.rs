//! Every route.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::Error;
use crate::extract::MAX_BODY_BYTES;
use crate::{
    AppState, api, assets, auth, csp, health, live, media, metrics, openapi, pages, panic, paths, rate_limit,
    render_errors, request_id, same_origin, timeout, webhooks,
};

/// The whole site.
pub fn router(state: AppState) -> Router {
    let (api, document) = api().split_for_parts();
    let asks_who = api
        .merge(pages())
        .layer(from_fn_with_state(state.clone(), same_origin::require))
        .layer(from_fn_with_state(state.clone(), rate_limit::limit_user))
        .layer(from_fn_with_state(state.clone(), auth::authenticate))
        .layer(from_fn_with_state(state.clone(), rate_limit::limit_client));
    Router::new()
        .merge(asks_who)
        .merge(for_machines())
        .merge(openapi::router(openapi::finish(document)))
        .merge(assets::router())
        .fallback(async || Error::NoRoute)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn(timeout::bound))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn_with_state(state.clone(), render_errors::render_errors))
        .layer(CompressionLayer::new().compress_when(compressible()))
        .layer(from_fn_with_state(state.clone(), csp::secure))
        .layer(from_fn(request_id::identify))
        .with_state(state)
}

/// What is worth compressing on the way; an archive holds pictures, which are compressed already.
fn compressible() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/zip"))
}

/// The JSON API.
pub(crate) fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(api::auth::register::register))
        .routes(routes!(api::auth::log_in::log_in))
        .routes(routes!(api::auth::log_out::log_out))
        .routes(routes!(api::auth::me::me))
        .routes(routes!(api::generation::text_to_image::text_to_image))
        .routes(routes!(api::generation::image_to_image::image_to_image))
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
        .routes(routes!(api::generation::attempts::list_attempts))
        .merge(batches())
        .routes(routes!(api::budgets::list_budgets, api::budgets::put_budget))
        .routes(routes!(api::budgets::delete_budget))
        .merge(schedules())
        .merge(recipes())
        .merge(projects())
        .merge(collections())
        .merge(prompts())
        .routes(routes!(api::search::projects::search_projects))
        .routes(routes!(api::search::prompts::search_prompts))
        .merge(images())
        .routes(routes!(api::models::list::list_models))
        .routes(routes!(api::models::seen::put_model_seen))
        .routes(routes!(api::models::find::find_model))
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
        .routes(routes!(api::admin::housekeeping::list_chores))
        .routes(routes!(api::admin::housekeeping::run_chore))
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
        .routes(routes!(api::images::enhance::upscale_image))
        .routes(routes!(api::images::enhance::remove_image_background))
        .routes(routes!(api::images::variation::vary_image))
        .routes(routes!(api::images::remix::remix_image))
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

fn pages() -> Router<AppState> {
    Router::new()
        .route(paths::HOME, get(pages::landing::show))
        .route(paths::LOGIN, get(pages::auth::show_log_in).post(pages::auth::log_in))
        .route(
            paths::REGISTER,
            get(pages::auth::show_register).post(pages::auth::register),
        )
        .route(paths::LOGOUT, post(pages::auth::log_out))
        .route(paths::THEME, post(pages::theme::choose))
        .route(
            paths::GENERATE,
            get(pages::generate::show).post(pages::generate::submit),
        )
        .route(paths::ESTIMATE, get(pages::generate::estimate))
        .route(paths::GALLERY, get(pages::gallery::show))
        .route(paths::BULK, post(pages::bulk::change))
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
        .route("/media/{id}/{file}", get(media::thumbnail))
        .route(paths::EVENTS, get(live::stream))
}

/// The pages of one picture, and of those that were thrown away.
fn image_pages() -> Router<AppState> {
    Router::new()
        .route(
            "/images/{id}",
            get(pages::image::show).post(pages::image_details::update),
        )
        .route("/images/{id}/favorite", post(pages::image_details::favorite))
        .route("/images/{id}/rate", post(pages::image_details::rate))
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

/// The form for a new batch, which may bring a table.
fn new_batch() -> Router<AppState> {
    Router::new()
        .route(
            paths::NEW_BATCH,
            get(pages::new_batch::show).post(pages::new_batch::submit),
        )
        .layer(DefaultBodyLimit::max(pages::new_batch::MAX_FORM_BYTES))
}

fn for_machines() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::show))
        .route(
            "/webhooks/fal/{token}",
            post(webhooks::fal).layer(DefaultBodyLimit::max(webhooks::MAX_DELIVERY_BYTES)),
        )
}
