//! What can be asked. Needs no account.

pub(crate) mod categories;
pub(crate) mod featured;
pub(crate) mod find;
pub(crate) mod list;
mod model;
pub(crate) mod seen;

pub(crate) use model::{MeasuredBody, ModelBody};
