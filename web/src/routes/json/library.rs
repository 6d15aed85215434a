//! Pictures, and what keeps them and their prompts in order.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{AppState, api};

/// Pictures: looking at them, keeping them in order, and making others of them.
pub(super) fn images() -> OpenApiRouter<AppState> {
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

/// Folders of work.
pub(super) fn projects() -> OpenApiRouter<AppState> {
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
pub(super) fn collections() -> OpenApiRouter<AppState> {
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
pub(super) fn prompts() -> OpenApiRouter<AppState> {
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
