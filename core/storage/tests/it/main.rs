//! All back ends, one suite; then what is particular to each.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod conformance;
mod local;
mod s3;
mod s3_server;
mod samples;
