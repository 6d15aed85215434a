//! Folders of work.

pub(crate) mod analytics;
pub(crate) mod archive;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod duplicate;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod images;
pub(crate) mod list;
mod project;
pub(crate) mod update;

pub(crate) use project::{ProjectBody, ProjectEnvelope, ProjectRequestBody};
