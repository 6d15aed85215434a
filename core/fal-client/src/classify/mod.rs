//! From status, headers and body to meaning: [`classify`] is the only place that knows the provider's error tables.
//!
//! What a newcomer gets wrong: the order. The named error wins over the `detail` list, which wins over the status,
//! because the same status is used by the gateway, the platform and the models, each meaning something else by it.

mod body;
mod headers;
mod kind;
#[cfg(test)]
mod tests;

use http::{HeaderMap, StatusCode};

pub(crate) use self::body::ErrorBody;
pub(crate) use self::headers::{request_id, text as header_text};
pub use self::kind::{FieldError, Kind, ProviderError, Retry, TimeLimit};

/// Says what an answer other than a success means.
///
/// Also right for a success status whose body is not the expected one (the concurrency error is reported to arrive
/// with 200): what is no known error then is [`Kind::Malformed`].
///
/// **Source**: provider documentation and client libraries, read November 2026: "Model Errors", "Request Error
/// Types", "Concurrency Limits", "Retries".
#[must_use]
pub fn classify(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ProviderError {
    classify_body(status, headers, &ErrorBody::parse(body))
}

pub(crate) fn classify_body(status: StatusCode, headers: &HeaderMap, body: &ErrorBody) -> ProviderError {
    let reply = Reply { status, headers, body };
    let (kind, retry) = reply
        .rate_limit()
        .or_else(|| reply.by_code())
        .or_else(|| reply.by_items())
        .unwrap_or_else(|| reply.by_status());
    ProviderError {
        retry: reply.with_advice(&kind, retry),
        kind,
        status: status.as_u16(),
        code: body
            .code
            .clone()
            .or_else(|| headers::error_type(headers))
            .or_else(|| reply.first_item_code()),
        message: body.text(),
        request_id: request_id(headers),
    }
}

/// Whether the answer is proven to be the model's own, not a blip of a gateway on the way to it.
///
/// A failed result is repeated by the queue with the model's status. Taking a gateway's 503 for it would throw away
/// a picture that is paid for, so proof is asked for: a model reply's header, a named platform error, or the list
/// form of `detail`.
pub(crate) fn is_from_model(headers: &HeaderMap, body: &ErrorBody) -> bool {
    request_id(headers).is_some()
        || headers::error_type(headers).is_some()
        || body.code.is_some()
        || !body.items.is_empty()
}

type Verdict = (Kind, Retry);

struct Reply<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a ErrorBody,
}

impl Reply<'_> {
    /// 429 of any kind, and the concurrency error under any status.
    fn rate_limit(&self) -> Option<Verdict> {
        let named = self.body.code.as_deref() == Some("concurrent_requests_limit");
        if !named && self.status != StatusCode::TOO_MANY_REQUESTS {
            return None;
        }
        let retry_after = headers::retry_after(self.headers);
        let kind = Kind::RateLimited {
            retry_after,
            limit: self.body.limit,
        };
        Some((kind, retry_after.map_or(Retry::Backoff, Retry::After)))
    }

    /// Platform errors, by `error_type` in body or header.
    fn by_code(&self) -> Option<Verdict> {
        let code = self.body.code.clone().or_else(|| headers::error_type(self.headers))?;
        let verdict = match code.as_str() {
            "request_timeout" | "startup_timeout" => self.timeout(),
            "runner_scheduling_failure"
            | "runner_connection_timeout"
            | "runner_disconnected"
            | "runner_connection_refused"
            | "runner_connection_error"
            | "runner_incomplete_response" => (Kind::Unavailable, Retry::Backoff),
            "runner_server_error" | "internal_error" => (Kind::Internal, Retry::Backoff),
            "client_disconnected" | "client_cancelled" => (Kind::Cancelled, Retry::Never),
            "bad_request" => (
                Kind::InvalidInput {
                    fields: self.body.items.clone(),
                },
                Retry::Never,
            ),
            _ => return None,
        };
        Some(verdict)
    }

    /// Model errors, by the `type` of the `detail` items. The content checker's word outweighs other complaints.
    fn by_items(&self) -> Option<Verdict> {
        let has = |code: &str| self.body.items.iter().any(|item| item.code == code);
        if self.body.items.is_empty() {
            return None;
        }
        if has("content_policy_violation") {
            return Some((Kind::ContentPolicy, Retry::Never));
        }
        match self.first_item_code()?.as_str() {
            "internal_server_error" => Some((Kind::Internal, Retry::Backoff)),
            "generation_timeout" => Some((
                Kind::Timeout {
                    limit: TimeLimit::Model,
                },
                Retry::Backoff,
            )),
            "downstream_service_error" | "downstream_service_unavailable" => Some((Kind::Unavailable, Retry::Backoff)),
            _ if self.status.is_client_error() => Some((
                Kind::InvalidInput {
                    fields: self.body.items.clone(),
                },
                Retry::Never,
            )),
            _ => None,
        }
    }

    fn by_status(&self) -> Verdict {
        match self.status.as_u16() {
            401 | 403 => self.forbidden(),
            404 => self.not_found(),
            405 => (Kind::UnknownEndpoint, Retry::Never),
            408 => (
                Kind::Timeout {
                    limit: TimeLimit::Unstated,
                },
                Retry::Backoff,
            ),
            409 => (Kind::Unavailable, Retry::Backoff),
            410 => (Kind::Gone, Retry::Never),
            499 => (Kind::Cancelled, Retry::Never),
            400..=498 => (Kind::InvalidInput { fields: Vec::new() }, Retry::Never),
            502 | 503 => (Kind::Unavailable, Retry::Backoff),
            504 => self.timeout(),
            500..=599 => (Kind::Internal, Retry::Backoff),
            300..=399 => (Kind::Malformed, Retry::Never),
            _ => (Kind::Malformed, Retry::Backoff),
        }
    }

    /// The account's doing, unless a model reply brings the status with it (a model refused by its own supplier).
    fn forbidden(&self) -> Verdict {
        if request_id(self.headers).is_some() {
            return (Kind::Internal, Retry::Never);
        }
        (Kind::AccountBlocked, Retry::Never)
    }

    /// Three meanings share 404; a page that is not the provider's JSON has none.
    fn not_found(&self) -> Verdict {
        if self.body.status.as_deref() == Some("NOT_FOUND") || self.body.message.as_deref() == Some("Request not found")
        {
            return (Kind::Gone, Retry::Never);
        }
        if self.body.message.is_some() {
            return (Kind::UnknownEndpoint, Retry::Never);
        }
        (Kind::Malformed, Retry::Backoff)
    }

    fn timeout(&self) -> Verdict {
        match headers::timeout_type(self.headers) {
            Some("user") => (
                Kind::Timeout {
                    limit: TimeLimit::Start,
                },
                Retry::Never,
            ),
            Some("infrastructure") => (
                Kind::Timeout {
                    limit: TimeLimit::Platform,
                },
                Retry::Backoff,
            ),
            _ => (
                Kind::Timeout {
                    limit: TimeLimit::Unstated,
                },
                Retry::Backoff,
            ),
        }
    }

    /// The platform's advice, heard only where the meaning leaves room: a refused input stays refused, a rate limit
    /// stays temporary, our own start timeout stays ours.
    fn with_advice(&self, kind: &Kind, retry: Retry) -> Retry {
        let open = matches!(
            kind,
            Kind::Unavailable
                | Kind::Internal
                | Kind::Timeout {
                    limit: TimeLimit::Platform | TimeLimit::Model | TimeLimit::Unstated
                }
        );
        match headers::needs_retry(self.headers) {
            Some(false) if open => Retry::Never,
            Some(true) if open => headers::retry_after(self.headers).map_or(Retry::Backoff, Retry::After),
            _ if retry == Retry::Backoff => headers::retry_after(self.headers).map_or(retry, Retry::After),
            _ => retry,
        }
    }

    fn first_item_code(&self) -> Option<String> {
        self.body.items.first().map(|item| item.code.clone())
    }
}
