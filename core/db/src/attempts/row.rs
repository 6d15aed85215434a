//! A call as it is stored.

use chrono::{DateTime, Utc};
use serde_json::Value;
use studio_model::{AttemptId, AttemptState, JobId};
use uuid::Uuid;

use crate::{Error, Result};

/// A call that is about to be made.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// Its id.
    pub id: AttemptId,
    /// For which job.
    pub job_id: JobId,
    /// The job's round.
    pub round: i32,
    /// 0 for the plugin's first call, then 1, …
    pub step: i32,
    /// The plugin's word for the call.
    pub label: String,
    /// Random; travels in the webhook URL.
    pub token: Uuid,
    /// The provider's endpoint.
    pub endpoint: String,
    /// Exactly what is sent.
    pub input: Value,
    /// What the plugin's `resume` gets.
    pub plugin_state: Vec<u8>,
}

/// Where an accepted request is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The provider's id.
    pub request_id: String,
    /// Its status.
    pub status_url: String,
    /// Its result.
    pub response_url: String,
    /// Where it is cancelled.
    pub cancel_url: String,
}

/// A stored call.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// For which job.
    pub job_id: JobId,
    /// 1 for the job's first call ever, then 2, …
    pub number: i32,
    /// The job's round.
    pub round: i32,
    /// Which of the plugin's calls.
    pub step: i32,
    /// The plugin's word for the call.
    pub label: String,
    /// The webhook token.
    pub token: Uuid,
    /// The provider's endpoint.
    pub endpoint: String,
    /// What was sent.
    pub input: Value,
    /// What the plugin's `resume` gets.
    pub plugin_state: Vec<u8>,
    /// What is known about it.
    pub state: AttemptState,
    /// Where it is followed, once it is known to be accepted.
    pub acceptance: Option<Acceptance>,
    /// The request id that an unclear answer mentioned; nobody has confirmed it.
    pub mentioned_request_id: Option<String>,
    /// The model's output, once it is stored.
    pub output: Option<Value>,
    /// The provider's count of billed units.
    pub billable_units: Option<f64>,
    /// When the intent was committed.
    pub created_at: DateTime<Utc>,
    /// When the provider took it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

pub(crate) struct AttemptRow {
    pub(crate) id: Uuid,
    pub(crate) job_id: Uuid,
    pub(crate) number: i32,
    pub(crate) round: i32,
    pub(crate) step: i32,
    pub(crate) label: String,
    pub(crate) token: Uuid,
    pub(crate) endpoint: String,
    pub(crate) input: Value,
    pub(crate) plugin_state: Vec<u8>,
    pub(crate) state: String,
    pub(crate) request_id: Option<String>,
    pub(crate) status_url: Option<String>,
    pub(crate) response_url: Option<String>,
    pub(crate) cancel_url: Option<String>,
    pub(crate) output: Option<Value>,
    pub(crate) billable_units: Option<f64>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) accepted_at: Option<DateTime<Utc>>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<AttemptRow> for Attempt {
    type Error = Error;

    fn try_from(row: AttemptRow) -> Result<Self> {
        let impossible = || Error::ImpossibleRow {
            table: "generation_attempts",
            column: "state",
            id: row.id.to_string(),
        };
        let mentioned_request_id = row.request_id.clone().filter(|_| row.status_url.is_none());
        let acceptance = match (row.request_id, row.status_url, row.response_url, row.cancel_url) {
            (Some(request_id), Some(status_url), Some(response_url), Some(cancel_url)) => Some(Acceptance {
                request_id,
                status_url,
                response_url,
                cancel_url,
            }),
            _ => None,
        };
        Ok(Self {
            id: AttemptId(row.id),
            job_id: JobId(row.job_id),
            number: row.number,
            round: row.round,
            step: row.step,
            label: row.label,
            token: row.token,
            endpoint: row.endpoint,
            input: row.input,
            plugin_state: row.plugin_state,
            state: AttemptState::parse(&row.state).ok_or_else(impossible)?,
            acceptance,
            mentioned_request_id,
            output: row.output,
            billable_units: row.billable_units,
            created_at: row.created_at,
            accepted_at: row.accepted_at,
            ended_at: row.ended_at,
        })
    }
}
