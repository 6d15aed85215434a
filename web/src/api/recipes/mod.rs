//! Steps that follow on pictures.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod preview;
mod recipe;
pub(crate) mod run;
mod step;
pub(crate) mod update;

pub(crate) use recipe::{RecipeBody, RecipeEnvelope, RecipeRequestBody};
pub(crate) use step::{StepBody, then};
