//! The three ways a submit can end, and the rule that tells them apart.

use http::StatusCode;
use serde_json::Value;
use url::Url;

use crate::{
    Error, Kind, ProviderError, RequestUrls, Retry,
    transport::{Reply, Sent, TransportError},
};

/// How a submit ended. There is no fourth way, and only one of the three allows sending the job again.
#[derive(Debug)]
pub enum SubmitOutcome {
    /// The provider has the job. Store the ids before doing anything else.
    Accepted(Accepted),
    /// The provider certainly does not have the job: sending it again cannot pay twice.
    Refused {
        /// Why not.
        reason: Refusal,
        /// Whether, and when, another attempt makes sense.
        retry: Retry,
    },
    /// The provider may or may not have the job. Wait for the webhook, or ask [`crate::FalClient::find_request`];
    /// do not send it again before the start timeout and the provider's own retries are over.
    Unknown {
        /// What was seen instead of a clear answer.
        cause: UnknownCause,
        /// An id that the answer mentioned all the same. Ask for its status first.
        request_id: Option<String>,
    },
}

/// A job the provider has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The job's id at the provider; opaque.
    pub request_id: String,
    /// The gateway's id, where it was told; differs from `request_id` once the gateway has retried.
    pub gateway_request_id: Option<String>,
    /// Where the job is followed.
    pub urls: RequestUrls,
    /// Jobs ahead of it.
    pub queue_position: Option<u64>,
}

/// Why a job was certainly not taken.
#[derive(Debug)]
pub enum Refusal {
    /// There was never a connection.
    Unreachable(TransportError),
    /// The provider said no.
    Answered(ProviderError),
}

/// What was seen instead of a clear answer.
#[derive(Debug)]
pub enum UnknownCause {
    /// The connection broke or time was up after it stood.
    Transport(TransportError),
    /// An answer that proves neither.
    Answered(ProviderError),
}

/// Judges an answer. `rebuild` makes the addresses from the id; `usable` says whether given ones may be called.
pub(super) fn judge(
    reply: &Reply,
    rebuild: impl Fn(&str) -> RequestUrls,
    usable: impl Fn(&RequestUrls) -> bool,
) -> SubmitOutcome {
    let body: Value = reply.json().unwrap_or_default();
    let mentioned = text(&body, "request_id").filter(|id| is_id(id));
    let error = reply.error();
    match mentioned {
        Some(request_id) if reply.status.is_success() => {
            let urls = given_urls(&body).filter(usable).unwrap_or_else(|| rebuild(request_id));
            SubmitOutcome::Accepted(accept(request_id, urls, &body))
        }
        None if is_refusal(reply.status, &error) => SubmitOutcome::Refused {
            retry: error.retry,
            reason: Refusal::Answered(error),
        },
        _ => {
            let request_id = mentioned.map(str::to_owned).or_else(|| error.request_id.clone());
            SubmitOutcome::Unknown {
                cause: UnknownCause::Answered(error),
                request_id,
            }
        }
    }
}

/// Judges the absence of an answer, or of the rest of one.
pub(super) fn judge_failure(error: TransportError, request_id: Option<String>) -> SubmitOutcome {
    match error.sent {
        Sent::No => {
            let retry = if error.cause == crate::TransportCause::Build {
                Retry::Never
            } else {
                Retry::Backoff
            };
            SubmitOutcome::Refused {
                retry,
                reason: Refusal::Unreachable(error),
            }
        }
        Sent::Maybe => SubmitOutcome::Unknown {
            cause: UnknownCause::Transport(error),
            request_id,
        },
    }
}

/// Judges an answer whose status is known but whose body could not be read whole.
pub(super) fn judge_headers_only(reply: &Reply, error: Error) -> SubmitOutcome {
    let answered = reply.error();
    if is_refusal(reply.status, &answered) {
        return SubmitOutcome::Refused {
            retry: answered.retry,
            reason: Refusal::Answered(answered),
        };
    }
    match error {
        Error::Transport(error) => judge_failure(error, answered.request_id),
        _ => {
            let request_id = answered.request_id.clone();
            SubmitOutcome::Unknown {
                cause: UnknownCause::Answered(answered),
                request_id,
            }
        }
    }
}

/// Whether this status proves that the job was not taken.
///
/// * 4xx: the provider judged the request and declined it. 499 is not one of them: it says that *we* hung up.
/// * 503: documented as "could not be taken"; so is the concurrency error under any status.
/// * redirects: nothing was done here, except by 303, whose meaning is "done, see there".
/// * 500, 502, 504 and the rest of 5xx prove nothing: the answer may have been lost after the job was stored.
fn is_refusal(status: StatusCode, error: &ProviderError) -> bool {
    if matches!(error.kind, Kind::RateLimited { .. }) {
        return true;
    }
    match status.as_u16() {
        303 | 499 => false,
        300..=499 | 503 => true,
        _ => false,
    }
}

fn accept(request_id: &str, urls: RequestUrls, body: &Value) -> Accepted {
    Accepted {
        request_id: request_id.to_owned(),
        gateway_request_id: text(body, "gateway_request_id").map(str::to_owned),
        urls,
        queue_position: body.get("queue_position").and_then(Value::as_u64),
    }
}

/// The three addresses, if all of them are there and are URLs.
fn given_urls(body: &Value) -> Option<RequestUrls> {
    let url = |name| text(body, name).and_then(|url| Url::parse(url).ok());
    Some(RequestUrls {
        status_url: url("status_url")?,
        response_url: url("response_url")?,
        cancel_url: url("cancel_url")?,
    })
}

fn text<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

/// Ids are opaque, but one that is empty or would not fit a path segment is a broken answer.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && id.bytes().all(|byte| byte.is_ascii_graphic())
}
