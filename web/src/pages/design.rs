//! `/design`: every component in its states. Only builds for development have it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::frame::PageRequest;
use super::respond;
use crate::AppState;
use crate::error::Result;
use crate::views::{View, samples};

/// `GET /design`
pub(crate) async fn show(State(state): State<AppState>, request: PageRequest) -> Result<Response> {
    let html = samples::design_page().render(&state.templates, &request.frame)?;
    Ok(respond::html_response(StatusCode::OK, html))
}
