//! The job's life against a real PostgreSQL, the built plugins and the simulated provider over HTTP.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod batches;
mod crash;
mod edits;
mod faults;
mod forecast;
mod harness;
mod lifecycle;
mod limit;
mod schedules;
