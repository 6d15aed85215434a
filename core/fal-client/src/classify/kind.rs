//! What a refusal of the provider can mean: a closed set, so that callers decide by `match` and never by words.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ProviderText;

/// An error the provider (or the model behind it) answered with.
///
/// `Display` and `Debug` are fit for logs: what may echo a user's input is in [`ProviderText`], which prints only its
/// length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderError {
    /// What it means.
    pub kind: Kind,
    /// Whether asking again makes sense. For a failed job, asking again means a new request.
    pub retry: Retry,
    /// HTTP status it came with.
    pub status: u16,
    /// The provider's own name for it: `error_type`, `type` or the first `detail` item's `type`.
    pub code: Option<String>,
    /// The provider's words, for the user concerned.
    pub message: ProviderText,
    /// `x-fal-request-id`, for a support request.
    pub request_id: Option<String>,
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the provider answered {} ({}", self.status, self.kind.name())?;
        if let Some(code) = &self.code {
            write!(f, ": {code}")?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for ProviderError {}

/// The meaning of a provider error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// The input does not fit the model. Final. `fields` may be empty when only a sentence was given.
    InvalidInput {
        /// One entry per complaint, in the provider's order.
        fields: Vec<FieldError>,
    },
    /// A content checker refused input or output. Final.
    ContentPolicy,
    /// Too many requests at once or too many waiting.
    RateLimited {
        /// The `Retry-After` header, where it came. The provider does not document it.
        retry_after: Option<Duration>,
        /// The account's limit of concurrent requests, where it was told.
        limit: Option<u64>,
    },
    /// No runner could take or finish the work; nothing is wrong with the request.
    Unavailable,
    /// A time limit passed.
    Timeout {
        /// Whose limit it was.
        limit: TimeLimit,
    },
    /// The key is not accepted or the account is locked: no request of this account will fare better.
    AccountBlocked,
    /// No such application or path.
    UnknownEndpoint,
    /// The request ended because its owner cancelled it.
    Cancelled,
    /// The request id is unknown or its result has expired.
    Gone,
    /// The model or the platform broke.
    Internal,
    /// The answer is not one the protocol knows: a proxy's page, unreadable JSON, a redirect.
    Malformed,
}

impl Kind {
    /// A stable name, for metrics and logs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::InvalidInput { .. } => "invalid_input",
            Self::ContentPolicy => "content_policy",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Timeout { .. } => "timeout",
            Self::AccountBlocked => "account_blocked",
            Self::UnknownEndpoint => "unknown_endpoint",
            Self::Cancelled => "cancelled",
            Self::Gone => "gone",
            Self::Internal => "internal",
            Self::Malformed => "malformed",
        }
    }
}

/// Whose time limit a [`Kind::Timeout`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeLimit {
    /// Ours: the work did not start within `start_timeout`. Nothing ran.
    Start,
    /// The platform's.
    Platform,
    /// The model's own.
    Model,
    /// The answer does not say.
    Unstated,
}

/// Whether doing it again makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// It would fail again.
    Never,
    /// Later, by the caller's own schedule.
    Backoff,
    /// Not before this time has passed.
    After(Duration),
}

/// One complaint about the input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldError {
    /// Dotted path inside the input, such as `loras.0.path`. Empty when the whole input is meant.
    pub field: String,
    /// The provider's name of the broken rule, such as `less_than_equal`. Branch on this, never on the message.
    pub code: String,
    /// The provider's sentence; it may quote the input.
    pub message: ProviderText,
    /// The rule's figures, such as `{"le": 12}`.
    pub context: Map<String, Value>,
}
