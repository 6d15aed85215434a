//! The use cases of the studio, one module for each feature area, one file for each use case.
//!
//! This is the only crate that opens a transaction over rows, money and jobs. It knows nothing of HTTP.
//! What a newcomer gets wrong: a use case checks who may do a thing by putting the user's id into the query; somebody
//! else's row is `Error::NotFound`, exactly like one that does not exist.

pub mod accounts;
pub mod audit;
pub mod batches;
pub mod budgets;
mod clock;
pub mod collections;
pub mod comments;
mod config;
mod context;
pub mod credits;
mod decoding;
mod error;
pub mod events;
pub mod export;
pub mod finder;
mod fingerprint;
pub mod generation;
pub mod housekeeping;
pub mod images;
pub mod keys;
pub mod mail;
pub mod models;
pub mod notifications;
mod page;
pub mod plugins;
pub mod projects;
pub mod prompts;
pub mod provider;
pub mod purchases;
pub mod queue;
pub mod recipes;
mod roles;
pub mod schedules;
mod search;
mod secrets;
pub mod seed;
pub mod settings;
pub mod shares;
pub mod tasks;
mod texts;
pub mod usage;
pub mod webhooks;

pub use clock::Clock;
pub use config::{
    Config, ConfigProblems, Currency, FalSettings, MailSettings, Outbox, Pack, PaymentSettings, RateLimit,
    RateLimitSettings, RetentionSettings, Secret, StorageSettings,
};
pub use context::App;
pub use error::{Error, FieldError, Result};
pub use page::Page;
pub use roles::{run_background, run_workers};
pub use studio_plugin_host::{Unfit, UnfitKind};
