//! HTTP: the JSON API, the pages, the live stream. Turns requests into calls of `studio-app` and results into answers.
//!
//! No SQL, no provider, no plugin is named here. `routes` has every route on one screen per area; `api` and `pages` hold
//! one handler each; `views` are the typed contexts of the templates.
//! What a newcomer gets wrong: a handler never renders an error. It returns [`Error`]; `render_errors` turns that into a
//! problem document under `/api` and into a page elsewhere, from the one table in `error_info`.

mod access;
mod api;
pub mod assets;
mod auth;
mod client_ip;
mod cookies;
mod csp;
mod csrf;
mod error;
mod error_info;
mod error_page;
mod etag;
mod export;
mod extract;
mod health;
pub mod i18n;
mod idempotency;
mod image_query;
mod live;
mod media;
pub mod metrics;
mod multipart;
mod oembed;
mod openapi;
mod openapi_common;
mod pages;
mod panic;
pub mod paths;
mod problem;
mod rate_limit;
mod render_errors;
mod request_id;
mod routes;
mod same_origin;
mod serve;
mod share_visitor;
mod shortcuts;
mod state;
pub mod templates;
mod timeout;
pub mod views;
mod webhooks;

pub use error::Error;
pub use openapi::document as openapi_document;
pub use routes::router;
pub use serve::serve;
pub use state::AppState;
