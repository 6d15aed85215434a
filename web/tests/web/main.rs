//! The site from outside: requests in, answers out, on a real PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod api;
mod derivations;
mod edits;
mod enhancing;
mod errors;
mod journey;
mod limits;
mod live;
mod machines;
mod mail;
mod openapi;
mod pages;
mod rooms;
mod same_origin;
mod secure_headers;
mod support;
mod videos;
