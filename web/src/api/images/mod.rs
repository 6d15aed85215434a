//! Your pictures.

pub(crate) mod bulk;
pub(crate) mod details;
pub(crate) mod download;
pub(crate) mod enhance;
pub(crate) mod find;
mod image;
pub(crate) mod inpaint;
pub(crate) mod list;
pub(crate) mod metadata;
pub(crate) mod outpaint;
pub(crate) mod remix;
pub(crate) mod search;
pub(crate) mod trash;
pub(crate) mod undo;
pub(crate) mod upload;
pub(crate) mod variation;

pub(crate) use image::ImageBody;
