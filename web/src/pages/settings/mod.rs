//! `/settings`: one file for each tab.

pub(crate) mod account;
pub(crate) mod api_keys;
pub(crate) mod danger;
pub(crate) mod keyboard;
pub(crate) mod preferences;
pub(crate) mod privacy;
pub(crate) mod security;
pub(crate) mod two_factor;
pub(crate) mod webhooks;

use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::frame::PageRequest;
use super::respond;
use crate::error::Result;
use crate::extract::FormPairs;
use crate::views::{SettingsContent, SettingsPage, View};
use crate::{AppState, paths};

/// `GET /settings`
pub(crate) async fn show() -> Redirect {
    Redirect::to(&paths::settings("account"))
}

/// A tab with its content.
fn answer(
    state: &AppState,
    request: &PageRequest,
    status: StatusCode,
    content: impl SettingsContent,
) -> Result<Response> {
    let html = SettingsPage::new(content).render(&state.templates, &request.frame)?;
    Ok(respond::html_response(status, html))
}

/// What the page was led to by, if it is one of `known`: it says that something was done.
fn done(query: &FormPairs, known: &[&'static str]) -> Option<&'static str> {
    known.iter().find(|word| **word == query.get("done")).copied()
}
