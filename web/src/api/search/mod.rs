//! Finding things by their words.

pub(crate) mod projects;
pub(crate) mod prompts;
