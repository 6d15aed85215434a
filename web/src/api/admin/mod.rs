//! For administrators: what holds everybody's jobs back. The use cases refuse anybody else.

pub(crate) mod housekeeping;
pub(crate) mod limits;
pub(crate) mod models;
pub(crate) mod pauses;
pub(crate) mod plugins;
pub(crate) mod provider;
pub(crate) mod retries;
mod scope;
pub(crate) mod usage;
pub(crate) mod users;
