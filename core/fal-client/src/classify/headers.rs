//! The response headers that carry meaning.

use std::time::Duration;

use chrono::DateTime;
use http::{HeaderMap, header};

/// Id of a request at the provider; on every reply that came from a model.
const REQUEST_ID: &str = "x-fal-request-id";
/// The platform's name of the error.
const ERROR_TYPE: &str = "x-fal-error-type";
/// `1` or `0`: whether the platform thinks a retry makes sense; and the older name, `true` or `false`.
const NEEDS_RETRY: [&str; 2] = ["x-fal-needs-retry", "x-fal-retryable"];
/// `user` or `infrastructure`, on 504.
const TIMEOUT_TYPE: &str = "x-fal-request-timeout-type";

/// Longest `Retry-After` honoured; a broken peer must not park a job for a year. Our own bound.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3_600);

pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    text(headers, REQUEST_ID).map(str::to_owned)
}

pub(crate) fn error_type(headers: &HeaderMap) -> Option<String> {
    text(headers, ERROR_TYPE).map(str::to_owned)
}

pub(crate) fn timeout_type(headers: &HeaderMap) -> Option<&str> {
    text(headers, TIMEOUT_TYPE)
}

pub(crate) fn needs_retry(headers: &HeaderMap) -> Option<bool> {
    NEEDS_RETRY
        .iter()
        .find_map(|name| match text(headers, name)?.to_ascii_lowercase().as_str() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        })
}

/// `Retry-After` in either form of RFC 9110. A date counts from the reply's own `Date`, so that our clock has no say.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER.as_str())?;
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = DateTime::parse_from_rfc2822(value).ok()?;
            let sent = DateTime::parse_from_rfc2822(text(headers, header::DATE.as_str())?).ok()?;
            (until - sent).to_std().unwrap_or_default()
        }
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}
