//! Your pictures.

pub(crate) mod download;
pub(crate) mod edit;
pub(crate) mod find;
mod image;
pub(crate) mod list;
pub(crate) mod metadata;

pub(crate) use image::ImageBody;
