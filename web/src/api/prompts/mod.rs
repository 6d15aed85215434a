//! The prompt library.

pub(crate) mod categories;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod favorite;
pub(crate) mod find;
pub(crate) mod list;
mod prompt;
pub(crate) mod public;
pub(crate) mod transfer;
pub(crate) mod update;
pub(crate) mod usage;

pub(crate) use prompt::{PromptBody, PromptEnvelope, PromptRequestBody, VariableBody};
