//! Errors as pages, or as a toast when htmx asked.

use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};

use crate::AppState;
use crate::error_info::ErrorInfo;
use crate::extract::{is_htmx, language};
use crate::pages::theme_of;
use crate::views::{ErrorPage, Frame, PartView, View};

/// What the page needs of the request, kept from before the handler took it.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

/// The body; the status is set by the caller. Uses neither the session nor the database: both may be what failed.
pub(crate) fn render(state: &AppState, asked: &Asked, info: &ErrorInfo, request_id: &str) -> Response {
    let mut frame = Frame::anonymous(language(&asked.headers), asked.path.clone());
    frame.theme = theme_of(&asked.headers);
    frame.demo_provider = state.app.config.fal.is_demo;
    let page = page(info, request_id);
    let rendered = if is_htmx(&asked.headers) {
        page.render_part(&state.templates, &frame)
    } else {
        page.render(&state.templates, &frame)
    };
    match rendered {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(cause = ?error, "the error page cannot be rendered");
            format!("{} {}\n{}\n", info.status.as_u16(), info.title, info.detail).into_response()
        }
    }
}

fn page(info: &ErrorInfo, request_id: &str) -> ErrorPage {
    let mut page = ErrorPage::new(info.status.as_u16());
    // The page has a sentence of its own, in the visitor's language, for what is not about this very case.
    page.detail = info.errors.first().map(|error| error.message.clone()).or_else(|| {
        let is_special = matches!(
            info.code,
            "conflict" | "insufficient_credits" | "cross_site" | "malformed" | "account_leaving"
        );
        is_special.then(|| info.detail.clone())
    });
    page.request_id = Some(request_id.to_owned());
    page.retry_after_s = info.retry_after.map(|after| after.as_secs().max(1));
    page
}
