//! Versions of what can be changed: `ETag` on the way out, `If-Match` on the way in.
//!
//! A version is the moment of the last change. Whoever changes a thing says which version was read, so that nobody undoes
//! somebody else's change unseen.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use chrono::{DateTime, Utc};

use crate::Error;
use crate::error::Result;

/// The header that tells a version.
pub(crate) fn etag(updated_at: DateTime<Utc>) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{}\"", updated_at.timestamp_micros()))]
}

/// The version that the caller read: `If-Match` with the `ETag` of an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IfMatch(pub(crate) DateTime<Utc>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let value = parts.headers.get(header::IF_MATCH).ok_or(Error::VersionMissing)?;
        // What was never an ETag of ours is no version that there is.
        let version = value.to_str().ok().and_then(parse);
        version.map(Self).ok_or(Error::App(studio_app::Error::Outdated))
    }
}

fn parse(text: &str) -> Option<DateTime<Utc>> {
    let micros = text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok()?;
    DateTime::from_timestamp_micros(micros)
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
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
