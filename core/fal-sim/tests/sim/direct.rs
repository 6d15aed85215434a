//! Direct calls and their streams, and the stream of a status.

use reqwest::Method;
use serde_json::{Value, json};
use studio_fal_sim::{Latency, LedgerOutcome, Via};

use crate::support::{Sim, eventually};

fn small() -> Value {
    json!({ "prompt": "a lake", "image_size": { "width": 128, "height": 64 }, "seed": 7 })
}

/// The `data:` lines of an event stream as JSON, and whether there was a comment.
async fn events(response: reqwest::Response) -> (Vec<Value>, bool) {
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let text = response.text().await.unwrap();
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    (
        data.map(|line| serde_json::from_str(line).unwrap()).collect(),
        text.lines().any(|line| line.starts_with(':')),
    )
}

#[tokio::test]
async fn a_direct_call_answers_the_bare_output() {
    let sim = Sim::start().await;
    let result = sim.post("/run/fal-ai/flux/schnell", &small()).await;
    assert_eq!((result.status, &result.body["seed"]), (200, &json!(7)));
    assert_eq!(result.headers["x-fal-billable-units"], "1.0");
    let ledger = sim.running.ledger();
    assert_eq!((ledger[0].via, ledger[0].outcome), (Via::Run, LedgerOutcome::Succeeded));
    assert_eq!(result.headers["x-fal-request-id"], ledger[0].request_id.as_str());
}

#[tokio::test]
async fn direct_errors_come_inline() {
    let sim = Sim::start().await;
    assert_eq!(sim.post("/run/fal-ai/flux/schnell", &json!({})).await.status, 422);
    let missing = sim.post("/run/fal-ai/flux/none", &small()).await;
    assert_eq!(
        (missing.status, missing.body),
        (404, json!({ "detail": "Path /none not found" }))
    );
    let no_stream = sim.post("/run/fal-ai/fast-sdxl/stream", &small()).await;
    assert_eq!(
        (no_stream.status, no_stream.body),
        (404, json!({ "detail": "Path /stream not found" }))
    );
}

#[tokio::test]
async fn direct_calls_above_the_limit_are_429_while_queued_ones_wait() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.faults(json!([{ "kind": "never_finish", "count": 1 }])).await;
    sim.submit("fal-ai/flux/dev", &small()).await;
    let refused = sim.post("/run/fal-ai/flux/schnell", &small()).await;
    assert_eq!(
        (refused.status, &refused.body["type"]),
        (429, &json!("concurrent_requests_limit"))
    );
    assert_eq!(refused.body["data"]["limit"], 1);
    sim.put("/sim/config", &json!({ "quirks": { "concurrency_as_200": true } }))
        .await;
    let hidden = sim.post("/run/fal-ai/flux/schnell", &small()).await;
    assert_eq!(
        (hidden.status, &hidden.body["type"]),
        (200, &json!("concurrent_requests_limit"))
    );
    assert_eq!(sim.running.ledger().len(), 1);
}

#[tokio::test]
async fn a_stream_ends_with_the_output() {
    let sim = Sim::start().await;
    let request = sim.request(Method::POST, "/run/fal-ai/flux/dev/stream").json(&small());
    let response = request.send().await.unwrap();
    assert!(response.headers().contains_key("x-fal-request-id"));
    let (events, _) = events(response).await;
    let last = events.last().unwrap();
    assert!(last["images"][0]["url"].as_str().unwrap().starts_with("http://"));
    assert_eq!(last["images"][0]["width"], 128);
}

#[tokio::test]
async fn previews_come_before_a_slow_output() {
    let sim = Sim::start_with(|config| {
        config.live.time_scale = 0.1;
        config.live.latency.insert(
            "*".to_owned(),
            Latency {
                base_ms: 8000,
                step_ms: 0,
                image_ms: 0,
            },
        );
    })
    .await;
    let request = sim.request(Method::POST, "/run/fal-ai/flux/dev/stream").json(&small());
    let (events, _) = events(request.send().await.unwrap()).await;
    assert_eq!(events.len(), 4);
    let widths: Vec<_> = events
        .iter()
        .map(|event| event["images"][0]["width"].as_u64().unwrap())
        .collect();
    assert_eq!(widths, [64, 128, 256, 128]);
    assert!(
        events[0]["images"][0]["url"]
            .as_str()
            .unwrap()
            .starts_with("data:image/jpeg;base64,")
    );
}

#[tokio::test]
async fn a_stream_of_bad_input_is_a_plain_error() {
    let sim = Sim::start().await;
    assert_eq!(sim.post("/run/fal-ai/flux/dev/stream", &json!({})).await.status, 422);
}

#[tokio::test]
async fn a_status_stream_sends_each_log_line_once_and_ends() {
    let sim = Sim::start_with(|config| {
        config.live.time_scale = 1.0;
        config.live.queue_ms = 50;
        config.live.latency.insert(
            "*".to_owned(),
            Latency {
                base_ms: 100,
                step_ms: 20,
                image_ms: 20,
            },
        );
    })
    .await;
    let id = sim.submit("fal-ai/flux/schnell", &small()).await;
    let path = format!("/queue/fal-ai/flux/requests/{id}/status/stream?logs=1");
    let (events, _) = events(sim.request(Method::GET, &path).send().await.unwrap()).await;
    let statuses: Vec<_> = events.iter().map(|event| event["status"].as_str().unwrap()).collect();
    assert_eq!((statuses[0], *statuses.last().unwrap()), ("IN_QUEUE", "COMPLETED"));
    assert!(statuses.contains(&"IN_PROGRESS"));
    let streamed: Vec<_> = events
        .iter()
        .flat_map(|event| event["logs"].as_array().unwrap().clone())
        .collect();
    let whole = sim.completed("fal-ai/flux", &id).await;
    assert_eq!(&streamed, whole["logs"].as_array().unwrap());
}

#[tokio::test]
async fn a_quiet_status_stream_is_kept_alive() {
    let sim = Sim::start_with(|config| config.live.keep_alive_s = 0.1).await;
    sim.faults(json!([{ "kind": "slow", "on": "job", "params": { "delay_ms": 500 } }]))
        .await;
    let id = sim.submit("fal-ai/flux/dev", &small()).await;
    let path = format!("/queue/fal-ai/flux/requests/{id}/status/stream");
    let (events, commented) = events(sim.request(Method::GET, &path).send().await.unwrap()).await;
    assert!(commented);
    assert!(events.iter().all(|event| event["logs"].is_null()));
    let unknown = sim.get("/queue/fal-ai/flux/requests/nope/status/stream").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn hanging_up_cancels_nothing() {
    let sim = Sim::start().await;
    sim.faults(json!([{ "kind": "slow", "on": "job", "params": { "delay_ms": 500 } }]))
        .await;
    let request = sim.request(Method::POST, "/run/fal-ai/flux/dev").json(&small());
    let hung_up = request.timeout(std::time::Duration::from_millis(150)).send().await;
    assert!(hung_up.unwrap_err().is_timeout());
    eventually("it ends well", || {
        sim.running.ledger()[0].outcome == LedgerOutcome::Succeeded
    })
    .await;
}
