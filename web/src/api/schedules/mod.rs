//! Batches that recur.

pub(crate) mod backfill;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod preview;
mod request;
pub(crate) mod run;
pub(crate) mod runs;
mod schedule;
pub(crate) mod update;

pub(crate) use request::{ScheduleRequestBody, budget};
pub(crate) use schedule::{ScheduleBody, ScheduleEnvelope};
