//! `GET /sim/ledger`: every accepted request and what became of it, oldest first. This is what tests count to prove that
//! nothing was paid twice.

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::unprocessable;
use crate::{
    call::{Call, json_reply},
    endpoint::glob_matches,
    jobs::{Job, Outcome, Phase, Via},
    state::Sim,
};

/// One accepted request.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerEntry {
    /// The request id the caller got (or would have got).
    pub request_id: String,
    /// Full endpoint id as submitted.
    pub endpoint: String,
    /// The body as submitted.
    pub input: Value,
    /// The webhook URL it came with.
    pub webhook: Option<String>,
    /// How it came in.
    pub via: Via,
    /// `low` or `normal`.
    pub priority: &'static str,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// When processing began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub outcome: LedgerOutcome,
    /// HTTP status of its result, once ended.
    pub status_code: Option<u16>,
    /// Units billed; 0 until it ended well.
    pub billable_units: f64,
    /// Webhook tries so far.
    pub webhook_attempts: u32,
    /// Status of the last webhook try, if somebody answered.
    pub webhook_status: Option<u16>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerOutcome {
    /// Waits.
    Queued,
    /// Runs.
    Running,
    /// Ended with an output.
    Succeeded,
    /// Ended with an error.
    Failed,
    /// Ended by a cancel.
    Cancelled,
}

/// The whole ledger.
pub(crate) fn ledger(sim: &Sim) -> Vec<LedgerEntry> {
    sim.jobs().iter().map(entry).collect()
}

/// Filters: `endpoint` (pattern) and `since` (RFC 3339, by acceptance).
pub(crate) async fn list_ledger(State(sim): State<Sim>, call: Call) -> Response {
    let Ok(since) = call.query("since").map(DateTime::parse_from_rfc3339).transpose() else {
        return unprocessable("since", "must be an RFC 3339 time");
    };
    let pattern = call.query("endpoint");
    let entries: Vec<LedgerEntry> = sim
        .jobs()
        .iter()
        .filter(|job| pattern.is_none_or(|pattern| glob_matches(pattern, &job.order.endpoint)))
        .filter(|job| since.is_none_or(|since| job.order.accepted_at >= since))
        .map(entry)
        .collect();
    json_reply(200, &json!({ "requests": entries, "total": entries.len() }))
}

fn entry(job: &Job) -> LedgerEntry {
    let outcome = job.outcome.as_ref();
    LedgerEntry {
        request_id: job.order.id.clone(),
        endpoint: job.order.endpoint.clone(),
        input: job.order.input.clone(),
        webhook: job.order.webhook.clone(),
        via: job.order.via,
        priority: if job.order.low_priority { "low" } else { "normal" },
        accepted_at: job.order.accepted_at,
        started_at: job.started_at,
        ended_at: outcome.map(|outcome| outcome.ended_at),
        outcome: match (job.phase, outcome) {
            (Phase::Queued { .. }, _) => LedgerOutcome::Queued,
            (Phase::Running, _) | (Phase::Done, None) => LedgerOutcome::Running,
            (Phase::Done, Some(outcome)) if outcome.succeeded() => LedgerOutcome::Succeeded,
            (Phase::Done, Some(outcome)) if Outcome::cancelled(outcome) => LedgerOutcome::Cancelled,
            (Phase::Done, Some(_)) => LedgerOutcome::Failed,
        },
        status_code: outcome.map(|outcome| outcome.status),
        billable_units: outcome.map_or(0.0, |outcome| outcome.billable_units),
        webhook_attempts: job.webhook_attempts,
        webhook_status: job.webhook_status,
    }
}
