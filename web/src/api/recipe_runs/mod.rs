//! Recipes at work.

pub(crate) mod cancel;
pub(crate) mod find;
pub(crate) mod jobs;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod retry;
mod run;

pub(crate) use jobs::{parse_cursor, write_cursor};
pub(crate) use run::{RecipeRunBody, RecipeRunEnvelope};
