//! The bodies of jobs: thin code that the engine runs.

pub mod batches;
pub mod generate;
pub mod housekeeping;
pub mod mail;
pub mod notices;
pub mod recipes;
pub mod schedules;
pub mod timings;
pub mod webhooks;
