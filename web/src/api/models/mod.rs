//! What can be asked. Needs no account.

pub(crate) mod find;
pub(crate) mod list;
mod model;

pub(crate) use model::ModelBody;
