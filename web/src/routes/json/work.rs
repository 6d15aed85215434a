//! Asking for pictures: jobs, batches, what recurs, and what follows.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{AppState, api};

/// Single requests and the queue.
pub(super) fn jobs() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
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
}

/// Batches; a request for one may bring a large table.
pub(super) fn batches() -> OpenApiRouter<AppState> {
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
pub(super) fn schedules() -> OpenApiRouter<AppState> {
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
pub(super) fn recipes() -> OpenApiRouter<AppState> {
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
