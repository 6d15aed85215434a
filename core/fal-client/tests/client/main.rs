//! The client against servers that behave, misbehave, and against the simulator.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod download;
mod follow;
mod history;
mod server;
mod simulator;
mod stream;
mod submit;
mod upload;
mod webhook;
