//! The commands for power users, by the very program, against a studio of its own.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../nodes/parts.rs"]
mod parts;
#[path = "../nodes/process.rs"]
mod process;
mod studio;
mod terminal;

mod journey;
