//! How far a job is.

use chrono::{DateTime, Utc};
use http::Method;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use crate::{Error, FalClient, Kind, ProviderError, ProviderText, transport::Reply};

/// Whether to ask for the model's log lines, which hold step progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logs {
    /// Ask for them.
    Include,
    /// Leave them out; answers are smaller.
    Omit,
}

/// What the provider says about a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// It waits.
    InQueue {
        /// Jobs ahead of it.
        position: Option<u64>,
    },
    /// A runner works on it. May go back to [`Status::InQueue`] when the platform retries.
    InProgress {
        /// The whole log so far.
        logs: Vec<LogLine>,
    },
    /// It is over, **which includes failure and cancellation**: the result tells.
    Completed(Completion),
    /// The id is unknown: for an id that is ours, its time is over (about an hour after completion, about six
    /// minutes for results of 10 KB or more; provider documentation, read November 2026).
    Gone,
}

/// The end of a job, as the status tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// The whole log.
    pub logs: Vec<LogLine>,
    /// A failure's sentence. Its absence proves nothing: fetch the result.
    pub error: Option<ProviderText>,
    /// A platform failure's name, such as `request_timeout`.
    pub error_type: Option<String>,
    /// Time the model worked, in seconds.
    pub inference_s: Option<f64>,
}

impl Completion {
    /// Whether the status itself reports a failure.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.error.is_some() || self.error_type.is_some()
    }
}

/// A line the model printed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct LogLine {
    /// The text; models like to print the prompt.
    #[serde(default, deserialize_with = "provider_text")]
    pub message: ProviderText,
    /// When it was printed.
    #[serde(default, deserialize_with = "lenient")]
    pub timestamp: Option<DateTime<Utc>>,
    /// `STDERR`, `STDOUT`, `ERROR`, `INFO`, `WARN` or `DEBUG`, where it is told.
    #[serde(default, deserialize_with = "lenient")]
    pub level: Option<String>,
}

impl FalClient {
    /// Asks how far a job is.
    ///
    /// # Errors
    /// [`Error`]: nothing was learnt about the job; ask again as [`Error::retry`] says.
    pub async fn status(&self, status_url: &Url, logs: Logs) -> Result<Status, Error> {
        let reply = self
            .control(self.keyed(Method::GET, with_logs(status_url.clone(), logs))?)
            .await?;
        read_status(&reply)
    }
}

/// Adds the parameter that asks for logs.
pub(crate) fn with_logs(mut url: Url, logs: Logs) -> Url {
    if logs == Logs::Include {
        url.query_pairs_mut().append_pair("logs", "1");
    }
    url
}

fn read_status(reply: &Reply) -> Result<Status, Error> {
    if reply.status.is_success() {
        return parse(&reply.body).ok_or_else(|| reply.error().into());
    }
    gone_or(reply.error())
}

/// An expired job is an answer, not an error.
pub(crate) fn gone_or(error: ProviderError) -> Result<Status, Error> {
    if error.kind == Kind::Gone {
        Ok(Status::Gone)
    } else {
        Err(error.into())
    }
}

/// A status object as on the wire. Only the word is required.
#[derive(Deserialize)]
struct WireStatus {
    status: String,
    #[serde(default, deserialize_with = "lenient")]
    queue_position: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    logs: Option<Vec<LogLine>>,
    #[serde(default)]
    metrics: Value,
    #[serde(default)]
    error: Value,
    #[serde(default, deserialize_with = "lenient")]
    error_type: Option<String>,
}

/// Reads a status object; `None` when it is none.
pub(crate) fn parse(json: &[u8]) -> Option<Status> {
    let wire: WireStatus = serde_json::from_slice(json).ok()?;
    let logs = wire.logs.unwrap_or_default();
    match wire.status.as_str() {
        "IN_QUEUE" => Some(Status::InQueue {
            position: wire.queue_position,
        }),
        "IN_PROGRESS" => Some(Status::InProgress { logs }),
        "COMPLETED" => Some(Status::Completed(Completion {
            logs,
            error: error_text(&wire.error),
            error_type: wire.error_type,
            inference_s: wire.metrics.get("inference_time").and_then(Value::as_f64),
        })),
        "NOT_FOUND" => Some(Status::Gone),
        _ => None,
    }
}

fn error_text(error: &Value) -> Option<ProviderText> {
    match error {
        Value::Null => None,
        Value::String(text) => Some(ProviderText::new(text)),
        other => Some(ProviderText::new(&other.to_string())),
    }
}

/// A field of another type than expected counts as absent: a missing timestamp must not hide that a job is done.
fn lenient<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(source: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(source)?;
    Ok(serde_json::from_value(value).ok())
}

fn provider_text<'de, D: Deserializer<'de>>(source: D) -> Result<ProviderText, D::Error> {
    let text: Option<String> = lenient(source)?;
    Ok(ProviderText::new(text.as_deref().unwrap_or_default()))
}
