//! Versions of what can be changed: `ETag` on the way out, `If-Match` on the way in.
//!
//! Whoever changes a thing says which version was read, so that nobody undoes somebody else's change unseen.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use chrono::{DateTime, Utc};

use crate::Error;
use crate::error::Result;

/// What tells one state of a thing from another.
pub(crate) trait Version: Copy {
    fn number(self) -> i64;
    fn from_number(number: i64) -> Option<Self>;
}

/// The moment of the last change.
impl Version for DateTime<Utc> {
    fn number(self) -> i64 {
        self.timestamp_micros()
    }

    fn from_number(number: i64) -> Option<Self> {
        Self::from_timestamp_micros(number)
    }
}

/// A count of the changes.
impl Version for i64 {
    fn number(self) -> i64 {
        self
    }

    fn from_number(number: i64) -> Option<Self> {
        Some(number)
    }
}

/// The header that tells a version.
pub(crate) fn etag(version: impl Version) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{}\"", version.number()))]
}

/// The version that the caller read: `If-Match` with the `ETag` of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IfMatch<V>(pub(crate) V);

impl<S: Sync, V: Version> FromRequestParts<S> for IfMatch<V> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let value = parts.headers.get(header::IF_MATCH).ok_or(Error::VersionMissing)?;
        // What was never an ETag of ours is no version that there is.
        let version = value.to_str().ok().and_then(parse);
        version.map(Self).ok_or(Error::App(studio_app::Error::Outdated))
    }
}

fn parse<V: Version>(text: &str) -> Option<V> {
    let number = text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok()?;
    V::from_number(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_comes_back_as_it_went() {
        let at: DateTime<Utc> = "2026-11-26T16:00:00.123456Z".parse().unwrap();
        let [(_, tag)] = etag(at);
        assert_eq!(parse(&tag), Some(at));
        for text in ["", "*", "\"", "\"x\"", "1790000000000000", "W/\"1\""] {
            assert_eq!(parse::<i64>(text), None, "{text}");
        }
    }
}
