//! A typed client of a running studio's JSON API, as far as the command line uses it.
//!
//! It knows addresses, documents and when a request may be repeated; what is printed and where keys are kept is not its
//! business. Every document keeps the fields that this crate does not name in `rest`, so that writing it as JSON gives what
//! the studio said.
//!
//! What a newcomer gets wrong: a request that costs credits is only sent with an `Idempotency-Key`, and therefore repeated
//! as safely as a read. A change without one is repeated only when it cannot have arrived.

mod account;
mod batches;
mod call;
mod client;
mod error;
mod events;
mod files;
mod follow;
mod images;
mod jobs;
mod models;
mod page;
mod patience;
mod problem;
mod projects;
mod watch;

pub use account::{Balance, User};
pub use batches::{Batch, BatchCounts, BatchRequest, Cost, Forecast, RowError, Table};
pub use client::{ApiKey, Client};
pub use error::Error;
pub use events::{Event, Events};
pub use images::{BulkDone, Image, ImageQuery};
pub use jobs::{Job, JobQuery, TextToImage, Waiting};
pub use models::{Model, Price};
pub use page::{Page, Position};
pub use problem::{FieldProblem, Problem};
pub use projects::{NewProject, Project, ProjectDefaults};
pub use reqwest::Response;
pub use watch::Watch;
