//! Files of every kind, whole and broken, made in code.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cmyk;
mod damaged;
mod fixtures;
mod formats;
mod limits;
mod orientation;
mod results;
mod video;
