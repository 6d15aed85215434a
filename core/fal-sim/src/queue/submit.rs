//! `POST /queue/{endpoint}`: takes a request without looking at its input.

use axum::response::Response;
use chrono::Utc;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    auth::{self, Caller},
    call::{Call, Refused, detail, json_reply},
    endpoint::EndpointId,
    faults::{Stage, with_faults},
    ids,
    jobs::{Order, Phase, Via},
    journal::Event,
    run::too_many,
    runner,
    state::Sim,
};

/// Answers a submit. Checks run in the provider's order: key, application, lock; the sub-path and the input are not
/// looked at until the job runs.
pub(super) async fn submit(sim: &Sim, call: &Call, endpoint: EndpointId) -> Response {
    let caller = match check_app(sim, call, &endpoint) {
        Ok(caller) => caller,
        Err(refused) => return *refused,
    };
    let full = endpoint.full.clone();
    with_faults(sim, call, Stage::Submit, &full, async {
        enqueue(sim, call, endpoint, caller)
    })
    .await
}

/// Who calls, and whether there is such an application for them.
pub(crate) fn check_app(sim: &Sim, call: &Call, endpoint: &EndpointId) -> Result<Caller, Refused> {
    let caller = auth::authenticate(sim, call)
        .map_err(|refusal| Box::new(auth::refuse_app(sim, refusal, &endpoint.owner_alias)))?;
    if !endpoint.app_exists() {
        return Err(Box::new(detail(
            404,
            &format!("Application \"{}\" not found", endpoint.alias),
        )));
    }
    if caller.locked {
        return Err(Box::new(auth::refuse_locked()));
    }
    Ok(caller)
}

fn enqueue(sim: &Sim, call: &Call, endpoint: EndpointId, caller: Caller) -> Response {
    let Ok(input) = call.json() else {
        return json_reply(
            400,
            &json!({ "detail": "Request body is not valid JSON", "error_type": "bad_request" }),
        );
    };
    let waiting = sim.jobs().waiting();
    let longest = call
        .query("fal_max_queue_length")
        .and_then(|text| text.parse::<usize>().ok());
    if longest.is_some_and(|longest| waiting > longest) {
        return detail(
            429,
            &format!(
                "Queue length {waiting} exceeds the maximum of {}",
                longest.unwrap_or_default()
            ),
        );
    }
    let live = sim.live();
    if live.quirks.queue_refuses_above_limit && waiting + sim.jobs().running() >= live.concurrency_limit {
        return too_many(live.concurrency_limit, live.quirks.concurrency_as_200);
    }
    let app = endpoint.app.clone();
    let acceptance = Acceptance {
        endpoint,
        caller,
        input,
        via: Via::Queue,
        phase: Phase::Queued { eligible: false },
    };
    let id = accept(sim, call, acceptance);
    runner::schedule(sim, &id);
    json_reply(200, &Accepted::new(sim, &app, &id))
}

/// What a request is accepted with, besides its headers.
pub(crate) struct Acceptance {
    pub(crate) endpoint: EndpointId,
    pub(crate) caller: Caller,
    pub(crate) input: Value,
    pub(crate) via: Via,
    pub(crate) phase: Phase,
}

/// Enters a request into journal and book and returns its id. From here on it counts as accepted.
pub(crate) fn accept(sim: &Sim, call: &Call, acceptance: Acceptance) -> String {
    let order = Order {
        id: ids::request_id(),
        endpoint: acceptance.endpoint.full.clone(),
        input: acceptance.input,
        webhook: call
            .query("fal_webhook")
            .filter(|url| !url.is_empty())
            .map(str::to_owned),
        low_priority: call.header("x-fal-queue-priority") == Some("low"),
        start_timeout_s: header_seconds(call, "x-fal-request-start-timeout")
            .or_else(|| header_seconds(call, "x-fal-request-timeout")),
        store_io: call.header("x-fal-store-io") != Some("0"),
        file_ttl_s: lifetime(call, "x-fal-object-lifecycle-preference"),
        via: acceptance.via,
        user_id: acceptance.caller.user_id,
        random_seed: sim.random_seed(),
        accepted_at: Utc::now(),
    };
    sim.record(&Event::Accepted {
        order: std::borrow::Cow::Borrowed(&order),
    });
    let id = order.id.clone();
    let job = sim.job(order, acceptance.endpoint, acceptance.phase);
    sim.jobs().insert(job);
    id
}

/// A header in seconds, if it is a number above zero.
fn header_seconds(call: &Call, name: &str) -> Option<f64> {
    call.header(name)?
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|seconds| *seconds > 0.0 && seconds.is_finite())
}

/// `expiration_duration_seconds` of a lifecycle header.
pub(crate) fn lifetime(call: &Call, header: &str) -> Option<f64> {
    let preference: Value = serde_json::from_str(call.header(header)?).ok()?;
    preference
        .get("expiration_duration_seconds")?
        .as_f64()
        .filter(|seconds| *seconds >= 0.0)
}

/// The reply, in the key order of recorded traffic.
#[derive(Serialize)]
struct Accepted<'a> {
    status: &'static str,
    request_id: &'a str,
    response_url: String,
    status_url: String,
    cancel_url: String,
    logs: Option<()>,
    metrics: Value,
    queue_position: usize,
}

impl<'a> Accepted<'a> {
    fn new(sim: &Sim, app: &str, id: &'a str) -> Self {
        let urls = super::status::Urls::new(sim, app, id);
        Self {
            status: "IN_QUEUE",
            request_id: id,
            response_url: urls.response_url,
            status_url: urls.status_url,
            cancel_url: urls.cancel_url,
            logs: None,
            metrics: json!({}),
            queue_position: sim.jobs().position(id),
        }
    }
}
