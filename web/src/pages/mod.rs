//! The pages: one file for each area. A handler calls use cases, fills the typed context of `views` and renders it whole or,
//! when htmx asks, its part.

mod asked_before;
pub(crate) mod auth;
pub(crate) mod batch;
pub(crate) mod batch_change;
mod batch_form;
mod batch_preview;
pub(crate) mod batches;
pub(crate) mod bulk;
pub(crate) mod collection_form;
pub(crate) mod collections;
mod convert;
pub(crate) mod enhance_image;
mod form;
mod frame;
pub(crate) mod gallery;
mod gallery_filter;
pub(crate) mod generate;
mod generate_form;
pub(crate) mod image;
pub(crate) mod image_details;
pub(crate) mod job;
pub(crate) mod landing;
pub(crate) mod new_batch;
mod next;
pub(crate) mod plugin_version;
pub(crate) mod plugins;
pub(crate) mod project_form;
pub(crate) mod projects;
pub(crate) mod prompt_form;
pub(crate) mod prompt_use;
pub(crate) mod prompts;
pub(crate) mod queue;
mod recipe_form;
pub(crate) mod recipe_runs;
pub(crate) mod recipes;
mod respond;
pub(crate) mod schedule_editor;
mod schedule_form;
pub(crate) mod schedules;
pub(crate) mod settings;
mod signed_in;
pub(crate) mod theme;
pub(crate) mod trash;

pub(crate) use convert::{ModelNames, job_card};
pub(crate) use frame::{PageRequest, theme_of};
