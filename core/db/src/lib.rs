//! Every SQL statement about the studio's own tables, one module for each family.
//!
//! Functions take `&mut PgConnection`, so callers compose them inside one transaction; they return `studio-model` types or
//! row structs of their module. No rule lives here that is not also a constraint of the schema.
//! What a newcomer gets wrong: "not there" is `Ok(None)`, never an error, and whether a row may be *seen* is decided by a
//! `user_id` in the WHERE clause, never after loading.

pub mod account_tokens;
pub mod api_keys;
pub mod attempts;
pub mod audit;
pub mod avatars;
pub mod batch_presets;
pub mod batches;
pub mod budgets;
pub mod collections;
pub mod comments;
pub mod events;
pub mod generation;
pub mod generation_presets;
pub mod housekeeping;
pub mod idempotency;
pub mod images;
pub mod leaving;
pub mod ledger;
pub mod mails;
pub mod models;
pub mod usage;

mod error;
pub mod login_failures;
pub mod login_steps;
mod migrate;
pub mod notifications;
pub mod overview;
pub mod people;
pub mod personal;
pub mod plugins;
mod pool;
pub mod projects;
pub mod prompts;
pub mod provider;
pub mod purchases;
pub mod queue;
pub mod recipes;
pub mod retry_policies;
pub mod schedules;
pub mod search;
pub mod seed;
pub mod sessions;
pub mod shares;
pub mod timings;
pub mod two_factor;
pub mod user_settings;
pub mod users;
pub mod webhooks;

pub use error::{Error, Result, ensure_affected};
pub use migrate::{MIGRATOR, migrate, revert};
pub use pool::{Listener, PoolSettings, begin_relaxed, connect, listen, ping, relaxed};
pub use sqlx::{PgConnection, PgPool};
