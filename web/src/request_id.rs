//! A name for every request, in the log, in the answer and in error documents. Also the request's span and metrics.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;

use crate::metrics;

/// Carries the request's id, in both directions.
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken from a client or proxy.
const MAX_CHARS: usize = 64;

/// The id of a request.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id of a request that went through [`identify`].
    pub(crate) fn of(request: &Request) -> String {
        request
            .extensions()
            .get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }

    /// The id that a proxy in front gave, if it is harmless in a log, else a new one.
    fn take_or_make(headers: &HeaderMap) -> Self {
        let given = headers.get(X_REQUEST_ID).and_then(|value| value.to_str().ok());
        let is_harmless = |id: &&str| {
            (1..=MAX_CHARS).contains(&id.len())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        Self(
            given
                .filter(is_harmless)
                .map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned),
        )
    }
}

/// Gives the request its id and span, logs its end, counts it.
pub(crate) async fn identify(mut request: Request, next: Next) -> Response {
    let id = RequestId::take_or_make(request.headers());
    request.extensions_mut().insert(id.clone());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = id.0, http.method = %method, http.route = route, user.id = tracing::field::Empty);
    let begun = Instant::now();

    let mut response = async {
        let response = next.run(request).await;
        let elapsed = begun.elapsed();
        metrics::count_request(&method, &route, response.status(), elapsed);
        let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(http.status = response.status().as_u16(), duration_ms, "answered");
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_ids_are_taken_over() {
        let take = |text: &'static str| {
            let headers = HeaderMap::from_iter([(X_REQUEST_ID, HeaderValue::from_static(text))]);
            RequestId::take_or_make(&headers).0
        };
        assert_eq!(take("edge-7.a_B"), "edge-7.a_B");
        for bad in ["", "a b", "a\"b", &"x".repeat(65)] {
            let bad: &'static str = bad.to_owned().leak();
            assert_ne!(take(bad), bad);
            assert_eq!(take(bad).len(), 32);
        }
    }
}
