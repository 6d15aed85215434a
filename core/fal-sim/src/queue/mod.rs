//! The queue host: submit, status, status stream, result, cancel.
//!
//! Submit uses the full endpoint id; everything about a request uses owner and alias only. With the sub-path kept, the
//! provider answers 405, and so does this.

mod cancel;
mod result;
mod status;
mod stream;
mod submit;

use axum::{extract::State, http::Method, response::Response};

use crate::{
    auth,
    call::{Call, Refused, method_not_allowed, not_found},
    endpoint::EndpointId,
    errors::Failure,
    faults::{Stage, with_faults},
    jobs::{Job, Outcome},
    state::Sim,
};

pub(crate) use result::reply as outcome_reply;
pub(crate) use submit::{Acceptance, accept, check_app, lifetime};

/// Any call under `/queue`.
pub(crate) async fn dispatch(State(sim): State<Sim>, call: Call) -> Response {
    let Some(marker) = call
        .path
        .iter()
        .skip(2)
        .position(|segment| segment == "requests")
        .map(|at| at + 2)
    else {
        return submit_or_refuse(&sim, &call).await;
    };
    let Some(app) = EndpointId::from_segments(&call.path[..marker]) else {
        return not_found();
    };
    let Some(id) = call.path.get(marker + 1) else {
        return method_not_allowed();
    };
    if !app.sub_path.is_empty() {
        return refuse_or(&sim, &call, &app, method_not_allowed);
    }
    let tail: Vec<&str> = call.path[marker + 2..].iter().map(String::as_str).collect();
    let request = Request {
        sim: &sim,
        call: &call,
        app: &app,
        id,
    };
    match (call.method.clone(), tail.as_slice()) {
        (Method::GET, ["status"]) => faulty(&request, Stage::Status, status::status(&request)).await,
        (Method::GET, ["status", "stream"]) => faulty(&request, Stage::Status, stream::stream(&request)).await,
        (Method::GET, [] | ["response"]) => faulty(&request, Stage::Result, result::result(&request)).await,
        (Method::PUT, ["cancel"]) => faulty(&request, Stage::Cancel, cancel::cancel(&request)).await,
        (_, [] | ["response" | "cancel" | "status"] | ["status", "stream"]) => {
            refuse_or(&sim, &call, &app, method_not_allowed)
        }
        _ => refuse_or(&sim, &call, &app, not_found),
    }
}

async fn submit_or_refuse(sim: &Sim, call: &Call) -> Response {
    let Some(endpoint) = EndpointId::from_segments(&call.path) else {
        return not_found();
    };
    if call.method != Method::POST {
        return refuse_or(sim, call, &endpoint, method_not_allowed);
    }
    submit::submit(sim, call, endpoint).await
}

/// The credential is checked before the method: without a key even a wrong method is a 401.
fn refuse_or(sim: &Sim, call: &Call, endpoint: &EndpointId, otherwise: fn() -> Response) -> Response {
    match auth::authenticate(sim, call) {
        Err(refusal) => auth::refuse_app(sim, refusal, &endpoint.owner_alias),
        Ok(_) => otherwise(),
    }
}

async fn faulty(request: &Request<'_>, stage: Stage, answer: impl Future<Output = Response>) -> Response {
    let endpoint = request.sim.jobs().get(request.id).map(|job| job.order.endpoint.clone());
    let endpoint = endpoint.unwrap_or_else(|| request.app.app.clone());
    with_faults(request.sim, request.call, stage, &endpoint, answer).await
}

/// A call about one request.
struct Request<'a> {
    sim: &'a Sim,
    call: &'a Call,
    app: &'a EndpointId,
    id: &'a str,
}

impl Request<'_> {
    /// Looks at the request, unless it is unknown, belongs to another app, or its result has expired.
    fn look<T>(&self, read: impl FnOnce(&Job) -> T) -> Option<T> {
        let jobs = self.sim.jobs();
        let job = jobs.get(self.id).filter(|job| job.endpoint.app == self.app.app)?;
        (!gone(self.sim, job)).then(|| read(job))
    }

    fn authenticate(&self) -> Result<(), Refused> {
        auth::authenticate(self.sim, self.call)
            .map(drop)
            .map_err(|refusal| Box::new(auth::refuse_app(self.sim, refusal, &self.app.owner_alias)))
    }
}

/// Bytes from which a result counts as large and is kept for less time.
/// Source: provider documentation (read November 2026).
const LARGE_RESULT_BYTES: usize = 10_000;

/// Whether the provider would no longer know the request.
fn gone(sim: &Sim, job: &Job) -> bool {
    let Some(outcome) = &job.outcome else { return false };
    let live = sim.live();
    if outcome.cancelled() && live.quirks.cancelled_not_found {
        return true;
    }
    let large = outcome.body.len() >= LARGE_RESULT_BYTES;
    let ttl_s = if large {
        live.large_result_ttl_s
    } else {
        live.result_ttl_s
    };
    let age = chrono::Utc::now() - outcome.ended_at;
    age.num_milliseconds() as f64 >= ttl_s * 1000.0
}

/// The outcome of a request that ended without an output.
pub(crate) fn failed(failure: &Failure, inference_s: f64) -> Outcome {
    let (error, error_type, user_timeout) = match failure {
        Failure::Platform(error) => (error.detail.to_owned(), Some(error.kind.to_owned()), error.user_timeout),
        Failure::Model { status, .. } | Failure::Text { status, .. } => {
            (format!("Invalid status code: {status}"), None, false)
        }
    };
    Outcome {
        status: failure.status(),
        body: failure.body().to_string(),
        billable_units: 0.0,
        error: Some(error),
        error_type,
        user_timeout,
        inference_s,
        ended_at: chrono::Utc::now(),
    }
}
