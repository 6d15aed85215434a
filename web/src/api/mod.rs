//! The JSON API: one handler each file, its request and answer beside it.
//!
//! Lists answer `{"items": […], "next_cursor": string|null}` and take `?limit=` and `?cursor=`. Ids, seeds and cursors are
//! strings. Errors are problem documents, see [`crate::problem`].

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod auth;
pub(crate) mod batches;
pub(crate) mod budgets;
pub(crate) mod collections;
pub(crate) mod comments;
pub(crate) mod credits;
pub(crate) mod generation;
pub(crate) mod images;
pub(crate) mod keys;
pub(crate) mod models;
pub(crate) mod notifications;
mod page;
pub(crate) mod projects;
pub(crate) mod prompts;
pub(crate) mod recipe_runs;
pub(crate) mod recipes;
pub(crate) mod schedules;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod shares;
pub(crate) mod usage;
pub(crate) mod webhooks;

pub(crate) use collections::images::parse_position;
use page::PageBody;
