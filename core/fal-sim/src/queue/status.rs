//! `GET …/requests/{id}/status`: 202 while it waits or runs, 200 once it is over, whether it went well or not.

use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::Request;
use crate::{
    call::{json_reply, status_word},
    config::Quirks,
    jobs::{Job, LogLine, Phase},
    state::Sim,
};

/// Where to ask about a request.
#[derive(Serialize)]
pub(super) struct Urls {
    pub(super) response_url: String,
    pub(super) status_url: String,
    pub(super) cancel_url: String,
}

impl Urls {
    pub(super) fn new(sim: &Sim, app: &str, id: &str) -> Self {
        let response_url = format!("{}/queue/{app}/requests/{id}", sim.public_url());
        Self {
            status_url: format!("{response_url}/status"),
            cancel_url: format!("{response_url}/cancel"),
            response_url,
        }
    }
}

/// The status object, shared with the stream.
#[derive(Serialize)]
pub(super) struct Status {
    status: &'static str,
    request_id: String,
    #[serde(flatten)]
    urls: Urls,
    logs: Option<Vec<LogLine>>,
    metrics: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<String>,
}

impl Status {
    /// Describes a job. `position` is how many requests are ahead of it.
    pub(super) fn new(sim: &Sim, quirks: &Quirks, job: &Job, position: usize, logs: Option<Vec<LogLine>>) -> Self {
        let outcome = job.outcome.as_ref().filter(|_| !quirks.omit_error);
        Self {
            status: match job.phase {
                Phase::Queued { .. } => "IN_QUEUE",
                Phase::Running => "IN_PROGRESS",
                Phase::Done => "COMPLETED",
            },
            request_id: job.order.id.clone(),
            urls: Urls::new(sim, &job.endpoint.app, &job.order.id),
            logs,
            metrics: job
                .outcome
                .as_ref()
                .map_or(json!({}), |outcome| json!({ "inference_time": outcome.inference_s })),
            queue_position: matches!(job.phase, Phase::Queued { .. }).then_some(position),
            error: outcome.and_then(|outcome| outcome.error.clone()),
            error_type: outcome.and_then(|outcome| outcome.error_type.clone()),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.status == "COMPLETED"
    }

    /// The position reported, to notice a change.
    pub(super) fn place(&self) -> (&'static str, Option<usize>) {
        (self.status, self.queue_position)
    }
}

/// Whether the caller wants logs: JavaScript sends `1`, Python `true`.
pub(super) fn wants_logs(request: &Request<'_>) -> bool {
    matches!(request.call.query("logs"), Some("1" | "true" | "True"))
}

pub(super) async fn status(request: &Request<'_>) -> Response {
    let sim = request.sim;
    let logs = wants_logs(request);
    let quirks = sim.live().quirks;
    let position = sim.jobs().position(request.id);
    // An unknown id is 404 even without a key, so look first.
    let Some(status) = request.look(|job| Status::new(sim, &quirks, job, position, logs.then(|| job.logs.clone())))
    else {
        return status_word(404, "NOT_FOUND");
    };
    if let Err(refused) = request.authenticate() {
        return *refused;
    }
    json_reply(if status.is_over() { 200 } else { 202 }, &status)
}
