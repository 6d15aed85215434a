//! The job's life against a real PostgreSQL, the built plugins and the simulated provider over HTTP.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod batch_exports;
mod batch_reruns;
mod batches;
mod crash;
mod enhance;
mod faults;
mod forecast;
mod harness;
mod housekeeping;
mod leaving;
mod ledger_check;
mod lifecycle;
mod limit;
mod projects;
mod recipes;
mod recipes_of_batches;
mod recipes_short_of_money;
mod registry;
mod schedules;
mod seeded;
mod shadow;
mod videos;
mod webhooks;
