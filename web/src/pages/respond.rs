//! A rendered page as an answer.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::frame::PageRequest;
use crate::AppState;
use crate::error::Result;
use crate::views::PartView;

const SPECULATION_RULES: HeaderName = HeaderName::from_static("speculation-rules");

/// The whole page, or its part when htmx asks.
pub(super) fn page(state: &AppState, request: &PageRequest, view: &impl PartView) -> Result<Response> {
    with_status(StatusCode::OK, state, request, view)
}

/// As [`page`] with another status than 200.
pub(super) fn with_status(
    status: StatusCode,
    state: &AppState,
    request: &PageRequest,
    view: &impl PartView,
) -> Result<Response> {
    let html = if request.is_part {
        view.render_part(&state.templates, &request.frame)?
    } else {
        view.render(&state.templates, &request.frame)?
    };
    Ok(html_response(status, html))
}

/// HTML that depends on who asks, in which language, and for how much of it.
pub(super) fn html_response(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::VARY,
        HeaderValue::from_static("HX-Request, Accept-Language, Cookie"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(SPECULATION_RULES, HeaderValue::from_static("\"/speculation.json\""));
    response
}

/// A page whose address or content lets its reader in: nothing keeps it, and no request that follows tells where it came from.
pub(super) fn secret(status: StatusCode, html: String) -> Response {
    let mut response = html_response(status, html);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.remove(SPECULATION_RULES);
    response
}
