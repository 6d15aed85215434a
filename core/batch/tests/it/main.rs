//! The crate from outside: specifications as JSON, rows and problems as they come out.
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and takes JSON as it is written"
)]

mod axes;
mod combine;
mod count;
mod csv_columns;
mod csv_decode;
mod csv_records;
mod export;
mod form;
mod named;
mod prompts;
mod spec_json;
mod support;
mod template;
mod template_bounds;
mod wildcards;
