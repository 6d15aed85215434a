//! What came back.

use std::fmt;

use axum::body::{Bytes, to_bytes};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Answer {
    pub(super) async fn read(response: Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: to_bytes(response.into_body(), usize::MAX).await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// A page with its addresses readable: the templates write a slash as `&#x2f;`.
    pub(crate) fn html(&self) -> String {
        readable(self.text())
    }

    /// A header as text, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that it is a problem document of this status and code, and gives the fields it complains about.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Vec<String> {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let body = self.json();
        assert_eq!(body["code"], code, "{self:?}");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("urn:ai-image-studio:problem:{code}"));
        assert_eq!(body["request_id"], self.header("x-request-id"));
        assert!(body["title"].is_string() && body["detail"].is_string());
        let errors = body["errors"].as_array().unwrap();
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// HTML with its slashes as they are shown.
pub(crate) fn readable(html: &str) -> String {
    html.replace("&#x2f;", "/")
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.bytes);
        let body: String = body.chars().take(2000).collect();
        write!(f, "{} {:#?}\n{body}", self.status, self.headers)
    }
}
