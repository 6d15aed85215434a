//! One HTTP call as handlers see it, and the replies they give.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, FromRequest, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{listener::Connection, state::Sim};

/// Largest request body read, in bytes. The provider's clients switch to multipart uploads near 100 MB.
const MAX_BODY_BYTES: usize = 128 << 20;

/// An answer given instead of going on; boxed because responses are large and errors should be small.
pub(crate) type Refused = Box<Response>;

/// A request with its body read.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path segments behind the host prefix, percent-decoded, empty ones left out.
    pub(crate) path: Vec<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    query: Vec<(String, String)>,
    connection: Option<Connection>,
}

impl FromRequest<Sim> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Sim) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| {
            detail(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Request body is too large or was cut off",
            )
        })?;
        let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self {
            path: segments(parts.uri.path()),
            query: query.into_owned().collect(),
            connection: parts
                .extensions
                .get::<ConnectInfo<Connection>>()
                .map(|info| info.0.clone()),
            method: parts.method,
            headers: parts.headers,
            body,
        })
    }
}

/// Segments behind the first one, which is the host prefix (`/queue`, `/run`, …).
fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .skip(1)
        .map(decode_segment)
        .collect()
}

fn decode_segment(segment: &str) -> String {
    // A form parser decodes percent escapes; plus signs are literal in a path, so they are escaped first.
    let escaped = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(escaped.as_bytes())
        .map(|(key, _)| key.into_owned())
        .next()
        .unwrap_or_default()
}

impl Call {
    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter; the provider lists ids with commas or by repeating it.
    pub(crate) fn query_list(&self, name: &str) -> Vec<&str> {
        let values = self.query.iter().filter(|(key, _)| key == name);
        values
            .flat_map(|(_, value)| value.split(','))
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; an empty body is an empty object.
    pub(crate) fn json(&self) -> Result<Value, serde_json::Error> {
        if self.body.is_empty() {
            Ok(json!({}))
        } else {
            serde_json::from_slice(&self.body)
        }
    }

    /// The path without the host prefix, with a leading slash.
    pub(crate) fn path_text(&self) -> String {
        format!("/{}", self.path.join("/"))
    }

    /// Cuts the connection without an answer. Served without a listener of ours (a bare router in a test), a 502 has
    /// to stand in.
    pub(crate) fn cut(&self) -> Response {
        match &self.connection {
            Some(connection) => connection.cut(),
            None => StatusCode::BAD_GATEWAY.into_response(),
        }
    }
}

/// A JSON reply.
pub(crate) fn json_reply(status: impl TryInto<StatusCode>, body: &impl Serialize) -> Response {
    let bytes = serde_json::to_vec(body).expect("reply bodies have string keys and finite numbers");
    raw_json(status, bytes)
}

/// A reply whose JSON is written already.
pub(crate) fn raw_json(status: impl TryInto<StatusCode>, bytes: impl Into<Body>) -> Response {
    let status = status.try_into().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        bytes.into(),
    )
        .into_response()
}

/// `{"detail": "…"}`, the provider's plain error.
pub(crate) fn detail(status: impl TryInto<StatusCode>, text: &str) -> Response {
    json_reply(status, &json!({ "detail": text }))
}

/// `{"status": "…"}`, what the queue answers for statuses and cancels.
pub(crate) fn status_word(status: impl TryInto<StatusCode>, word: &str) -> Response {
    json_reply(status, &json!({ "status": word }))
}

/// 405 in the wording of the provider's framework.
pub(crate) fn method_not_allowed() -> Response {
    detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
}

/// 404 in the wording of the provider's framework.
pub(crate) fn not_found() -> Response {
    detail(StatusCode::NOT_FOUND, "Not Found")
}

/// Sets a header when the value can be one.
pub(crate) fn set_header(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_segments_lose_the_prefix_and_the_escapes() {
        assert_eq!(
            segments("/queue/fal-ai/flux//requests/a%20b+c/"),
            ["fal-ai", "flux", "requests", "a b+c"]
        );
    }
}
