//! The pages: one file for each area. A handler calls use cases, fills the typed context of `views` and renders it whole or,
//! when htmx asks, its part.

pub(crate) mod auth;
pub(crate) mod batches;
mod convert;
pub(crate) mod enhance_image;
mod frame;
pub(crate) mod gallery;
pub(crate) mod generate;
mod generate_form;
pub(crate) mod image;
pub(crate) mod landing;
mod next;
pub(crate) mod queue;
mod respond;
mod signed_in;
pub(crate) mod theme;

pub(crate) use convert::{ModelNames, job_card};
pub(crate) use frame::{PageRequest, theme_of};
