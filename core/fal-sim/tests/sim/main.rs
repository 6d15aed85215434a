//! The simulator over the wire: one file per area, one program so that it links once.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod clients;
mod support;

mod auth;
mod control;
mod direct;
mod faults;
mod official_js_client;
mod official_python_client;
mod persistence;
mod pictures;
mod pictures_guided;
mod pictures_of_pictures;
mod platform;
mod queue;
mod storage;
mod validation;
mod videos;
mod webhooks;
