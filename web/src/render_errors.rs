//! The one place where errors become answers: problem documents under `/api` and for machines, pages for people.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error_info::ErrorInfo;
use crate::error_page::{self, Asked};
use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::{AppState, Error};

/// Renders answers that carry an [`ErrorInfo`], the bare 405 of the router and the bare 404 of the asset folders.
pub(crate) async fn render_errors(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = Asked {
        path: request.uri().path().to_owned(),
        headers: request.headers().clone(),
    };
    let request_id = RequestId::of(&request);
    let response = next.run(request).await;
    match info_of(&response) {
        Some(info) => render(&state, &asked, &response, &info, &request_id),
        None => response,
    }
}

fn info_of(response: &Response) -> Option<ErrorInfo> {
    let carried = response.extensions().get::<ErrorInfo>().cloned();
    let bare = || match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(ErrorInfo::from(&Error::MethodNotAllowed)),
        StatusCode::NOT_FOUND if !is_page(response) => Some(ErrorInfo::from(&Error::NoRoute)),
        _ => None,
    };
    carried.or_else(bare)
}

/// A handler that has a page of its own for what is not there keeps it.
fn is_page(response: &Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn render(state: &AppState, asked: &Asked, original: &Response, info: &ErrorInfo, request_id: &str) -> Response {
    let mut response = if wants_page(asked) {
        error_page::render(state, asked, info, request_id)
    } else {
        Problem::new(info, request_id).into_response()
    };
    *response.status_mut() = info.status;
    let headers = response.headers_mut();
    for (name, value) in original.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            headers.append(name, value.clone());
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(retry_after) = info.retry_after {
        // Rounded up: a client that comes back a moment too early is refused again.
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    if let Some(challenge) = &info.challenge {
        let challenge = HeaderValue::from_str(challenge).expect("constant words and the name of a scope");
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Everything outside `/api` is for people, unless the client asks for JSON.
fn wants_page(asked: &Asked) -> bool {
    let is_for_machines = ["/api/", "/webhooks/"]
        .iter()
        .any(|prefix| asked.path.starts_with(prefix));
    let accept = asked
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let asks_for_json = accept.contains("json") && !accept.contains("html");
    !is_for_machines && asked.path != "/api" && !asks_for_json
}
