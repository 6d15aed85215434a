//! Keys with which programs use the API. Only persons make and revoke them, see `access`.

pub(crate) mod create;
pub(crate) mod find;
mod key;
pub(crate) mod list;
pub(crate) mod revoke;

use key::{KeyBody, KeyEnvelope, ScopeBody};
