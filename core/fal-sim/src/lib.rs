#![doc = include_str!("../README.md")]

mod auth;
mod call;
mod catalogue;
mod cdn;
mod config;
mod control;
mod endpoint;
mod error;
mod errors;
mod faults;
mod files;
mod ids;
mod jobs;
mod journal;
mod listener;
mod operations;
mod paint;
mod platform;
mod queue;
mod rest;
mod router;
mod run;
mod runner;
mod simulator;
mod state;
mod webhooks;

pub use config::{KeyPolicy, Latency, LiveConfig, Quirks, SimConfig, WebhookPolicy};
pub use control::{LedgerEntry, LedgerOutcome};
pub use error::SimError;
pub use faults::{Fault, FaultError, FaultKind, Stage};
pub use jobs::Via;
pub use simulator::{RunningSim, Simulator};
