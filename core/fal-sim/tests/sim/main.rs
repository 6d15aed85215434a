//! The simulator over the wire: one file per area, one program so that it links once.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

mod auth;
mod direct;
mod faults;
mod queue;
mod webhooks;
