//! Many jobs asked for at once.

mod batch;
pub(crate) mod cancel;
pub(crate) mod create;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod presets;
pub(crate) mod preview;
pub(crate) mod priority;
mod request;
pub(crate) mod rerun;
pub(crate) mod rows;

pub(crate) use batch::{BatchBody, BatchEnvelope};
pub(crate) use preview::CostBody;
pub(crate) use request::{BatchRequestBody, MAX_BATCH_BYTES};
