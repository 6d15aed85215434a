//! What can be asked. Needs no account.

pub(crate) mod find;
pub(crate) mod list;
mod model;
pub(crate) mod seen;

pub(crate) use model::{MeasuredBody, ModelBody};
