//! Several machines: two `work` and two `web` processes of the very program, on one database.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod fleet;
mod parts;
mod process;
mod user;

mod pause;
mod restart;
mod share;
