//! What goes with a submit besides the input.

use std::{fmt, time::Duration};

use reqwest::RequestBuilder;
use url::Url;

/// Least start timeout sent. The provider's clients insist on more than one second (read November 2026); smaller
/// wishes are raised to this.
pub const MIN_START_TIMEOUT: Duration = Duration::from_secs(2);

/// How a job is to be queued. Everything the provider does by default is what `default()` asks for.
#[derive(Clone, Default)]
pub struct SubmitOptions {
    /// Where the result is announced. Carries the attempt's token, so it is never printed.
    pub webhook_url: Option<Url>,
    /// Time until processing must have *started* (waiting, server retries and routing count, the work itself does
    /// not); then the job fails with [`crate::TimeLimit::Start`]. `None`: no limit. At least [`MIN_START_TIMEOUT`].
    pub start_timeout: Option<Duration>,
    /// Place in the provider's queue.
    pub priority: Priority,
    /// Free text; the same text tends to reach the same runner.
    pub runner_hint: Option<String>,
    /// Refuse (429) when more jobs than this wait already.
    pub max_queue_length: Option<u32>,
    /// How long the provider keeps the result files. `None`: the account's setting.
    pub file_lifetime: Option<Duration>,
    /// Whether the platform may repeat the job after 503, 504, 429 and lost connections (up to 10 times).
    pub server_retries: ServerRetries,
}

/// Place in the provider's queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// First come, first served.
    #[default]
    Normal,
    /// Behind all normal jobs.
    Low,
}

/// Whether the platform repeats a job by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServerRetries {
    /// As the provider does by default.
    #[default]
    Allowed,
    /// `X-Fal-No-Retry: 1`.
    Forbidden,
}

impl SubmitOptions {
    /// Adds the query parameters to the submit address.
    pub(super) fn add_query(&self, url: &mut Url) {
        if let Some(webhook) = &self.webhook_url {
            url.query_pairs_mut().append_pair("fal_webhook", webhook.as_str());
        }
        if let Some(length) = self.max_queue_length {
            url.query_pairs_mut()
                .append_pair("fal_max_queue_length", &length.to_string());
        }
    }

    /// Adds the headers.
    pub(super) fn add_headers(&self, mut request: RequestBuilder) -> RequestBuilder {
        request = request.header(
            "x-fal-queue-priority",
            match self.priority {
                Priority::Normal => "normal",
                Priority::Low => "low",
            },
        );
        if let Some(timeout) = self.start_timeout {
            request = request.header("x-fal-request-start-timeout", seconds(timeout.max(MIN_START_TIMEOUT)));
        }
        if let Some(hint) = &self.runner_hint {
            request = request.header("x-fal-runner-hint", hint);
        }
        if let Some(lifetime) = self.file_lifetime {
            request = request.header("x-fal-object-lifecycle-preference", lifecycle(lifetime));
        }
        if self.server_retries == ServerRetries::Forbidden {
            request = request.header("x-fal-no-retry", "1");
        }
        request
    }
}

fn seconds(duration: Duration) -> String {
    duration.as_secs_f64().to_string()
}

/// The lifecycle header's JSON, also used by uploads.
pub(crate) fn lifecycle(lifetime: Duration) -> String {
    serde_json::json!({ "expiration_duration_seconds": lifetime.as_secs() }).to_string()
}

impl fmt::Debug for SubmitOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubmitOptions")
            .field("webhook", &self.webhook_url.is_some())
            .field("start_timeout", &self.start_timeout)
            .field("priority", &self.priority)
            .field("server_retries", &self.server_retries)
            .finish_non_exhaustive()
    }
}
