//! Writes that a browser makes with a session cookie must come from the studio's own pages.
//!
//! | a write with | passes |
//! |---|---|
//! | `Sec-Fetch-Site` | when it is `same-origin` or `none` (typed by the user) |
//! | else `Origin` | when it is the request's own host or `APP_URL` |
//! | neither, no session cookie | always: there is no authority to misuse |
//! | neither, `X-CSRF-Token` or a form's field `csrf` | when it is the session's token |
//! | neither, another method than POST, or a JSON body | always: a browser asks first (CORS preflight), and is never allowed |
//! | neither, anything else | never |
//!
//! Requests with an API key pass: no browser adds one by itself. Webhooks are not under this rule.
//! So `curl` with a cookie needs `Content-Type: application/json` or an `Origin`.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Url, form_urlencoded};

use crate::error::Result;
use crate::extract::{MAX_BODY_BYTES, media_type};
use crate::{AppState, Error, auth, cookies, csrf};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORM: &str = "application/x-www-form-urlencoded";

/// Refuses writes on behalf of other sites. Runs after [`auth::authenticate`].
pub(crate) async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match check(&state, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn check(state: &AppState, request: Request) -> Result<Request> {
    // A browser sends no API key by itself.
    if request.method().is_safe() || auth::key_of(request.extensions()).is_some() {
        return Ok(request);
    }
    match browsers_word(request.headers(), &state.app.config.app_url) {
        Some(true) => Ok(request),
        Some(false) => Err(Error::CrossSite("this request comes from another site")),
        None => check_without_word(state, request).await,
    }
}

/// What the browser itself says about where the request comes from, if it says anything.
fn browsers_word(headers: &HeaderMap, app_url: &Url) -> Option<bool> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text(&SEC_FETCH_SITE) {
        return Some(matches!(site, "same-origin" | "none"));
    }
    let origin = text(&header::ORIGIN)?;
    let Ok(origin_url) = Url::parse(origin) else {
        return Some(false);
    };
    let is_own_host = text(&header::HOST).is_some_and(|host| host == authority(&origin_url));
    Some(is_own_host || origin_url.origin() == app_url.origin())
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

async fn check_without_word(state: &AppState, request: Request) -> Result<Request> {
    let is_cookie_less = !cookies::has_session(&state.app.config, request.headers());
    let is_preflighted =
        request.method() != Method::POST || media_type(request.headers()).as_deref() == Some("application/json");
    if is_cookie_less || is_preflighted || has_token(state, &request, header_token(&request)) {
        return Ok(request);
    }
    if media_type(request.headers()).as_deref() != Some(FORM) {
        return Err(no_proof());
    }
    check_form(state, request).await
}

/// Reads the form's field and puts the body back.
async fn check_form(state: &AppState, request: Request) -> Result<Request> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| Error::TooLarge(MAX_BODY_BYTES))?;
    let token = form_urlencoded::parse(&bytes)
        .find(|(name, _)| name == csrf::FIELD)
        .map(|(_, value)| value.into_owned());
    let request = Request::from_parts(parts, Body::from(bytes));
    if has_token(state, &request, token.as_deref()) {
        Ok(request)
    } else {
        Err(no_proof())
    }
}

fn header_token(request: &Request) -> Option<&str> {
    request.headers().get(csrf::HEADER)?.to_str().ok()
}

fn has_token(state: &AppState, request: &Request, token: Option<&str>) -> bool {
    let session = auth::any_session_of(request.extensions());
    session
        .zip(token)
        .is_some_and(|(session, token)| csrf::is_token(&state.app.config, session.id, token))
}

fn no_proof() -> Error {
    Error::CrossSite(
        "nothing proves that this request comes from the studio: send an Origin header, a JSON body, or the page's token",
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// Name and value.
    type Header = (&'static str, &'static str);

    fn word(headers: &[Header]) -> Option<bool> {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        browsers_word(&headers, &Url::parse("https://studio.example").unwrap())
    }

    #[test]
    fn the_browser_decides_when_it_says_something() {
        let host = ("host", "localhost:3007");
        let cases: [(&[Header], Option<bool>); 10] = [
            (&[host], None),
            (&[host, ("sec-fetch-site", "same-origin")], Some(true)),
            (&[host, ("sec-fetch-site", "none")], Some(true)),
            (&[host, ("sec-fetch-site", "same-site")], Some(false)),
            (
                &[
                    host,
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://studio.example"),
                ],
                Some(false),
            ),
            (&[host, ("origin", "http://localhost:3007")], Some(true)),
            (&[host, ("origin", "http://localhost:3008")], Some(false)),
            (&[host, ("origin", "https://studio.example")], Some(true)),
            (&[host, ("origin", "http://studio.example")], Some(false)),
            (&[host, ("origin", "null")], Some(false)),
        ];
        for (headers, expected) in cases {
            assert_eq!(word(headers), expected, "{headers:?}");
        }
    }
}
