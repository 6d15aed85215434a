//! The direct host: `POST /run/{endpoint}` answers with the output itself, `…/stream` with partial ones before it. No
//! queue and no retries; the concurrency limit shows as 429.

mod stream;

use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use crate::{
    auth,
    call::{Call, detail, json_reply, method_not_allowed, not_found, set_header},
    catalogue,
    endpoint::EndpointId,
    faults::{Stage, with_faults},
    jobs::{Outcome, Phase, Via},
    queue::{Acceptance, accept, check_app, outcome_reply},
    runner,
    state::Sim,
};

/// Any call under `/run`.
pub(crate) async fn dispatch(State(sim): State<Sim>, call: Call) -> Response {
    let (path, via) = match call.path.split_last() {
        Some((last, head)) if last == "stream" && streams(head) => (head, Via::Stream),
        _ => (call.path.as_slice(), Via::Run),
    };
    let Some(endpoint) = EndpointId::from_segments(path) else {
        return not_found();
    };
    if call.method != http::Method::POST {
        return match auth::authenticate(&sim, &call) {
            Err(refusal) => auth::refuse_app(&sim, refusal, &endpoint.owner_alias),
            Ok(_) => method_not_allowed(),
        };
    }
    let caller = match check_app(&sim, &call, &endpoint) {
        Ok(caller) => caller,
        Err(refused) => return *refused,
    };
    let full = endpoint.full.clone();
    let answer = async {
        let Ok(input) = call.json() else {
            return detail(400, "Request body is not valid JSON");
        };
        let acceptance = Acceptance {
            endpoint,
            caller,
            input,
            via,
            phase: Phase::Running,
        };
        answer(&sim, &call, acceptance).await
    };
    with_faults(&sim, &call, Stage::Submit, &full, answer).await
}

fn streams(path: &[String]) -> bool {
    catalogue::find(&path.join("/")).is_some_and(|model| model.streams)
}

async fn answer(sim: &Sim, call: &Call, acceptance: Acceptance) -> Response {
    let live = sim.live();
    if sim.jobs().running() >= live.concurrency_limit {
        return too_many(live.concurrency_limit, live.quirks.concurrency_as_200);
    }
    let via = acceptance.via;
    let id = accept(sim, call, acceptance);
    // The run is a task of its own: a caller that hangs up cancels nothing.
    runner::start(sim, &id);
    if via == Via::Stream {
        return stream::reply(sim, &id).await;
    }
    match wait(sim, &id).await {
        Some(outcome) => outcome_reply(&id, &outcome),
        None => detail(503, "The simulator was reset"),
    }
}

/// Waits until a request is over; `None` when it was forgotten.
async fn wait(sim: &Sim, id: &str) -> Option<Outcome> {
    let mut changed = sim.jobs().get(id)?.changed.subscribe();
    loop {
        if let Some(outcome) = &sim.jobs().get(id)?.outcome {
            return Some(outcome.clone());
        }
        changed.changed().await.ok()?;
    }
}

/// The concurrency refusal.
pub(crate) fn too_many(limit: usize, as_200: bool) -> Response {
    let mut response = json_reply(if as_200 { 200 } else { 429 }, &concurrency_body(limit));
    set_header(&mut response, "x-fal-needs-retry", "1");
    response
}

/// The body of the concurrency refusal, as recorded.
pub(crate) fn concurrency_body(limit: usize) -> Value {
    json!({
        "detail": format!("Reached concurrent requests limit of {limit}"),
        "type": "concurrent_requests_limit",
        "data": { "limit": limit }
    })
}
