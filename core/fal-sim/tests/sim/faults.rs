//! Every fault, seen from the outside, and what the ledger says afterwards.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use studio_fal_sim::{Fault, FaultKind, LedgerOutcome};

use crate::support::{Sim, answer, read};

const DEV: &str = "/queue/fal-ai/flux/dev";

fn small() -> Value {
    json!({ "prompt": "x", "image_size": { "width": 64, "height": 64 }, "seed": 1 })
}

async fn with_fault(fault: Value) -> Sim {
    let sim = Sim::start().await;
    sim.faults(json!([fault])).await;
    sim
}

/// Submits and expects the connection to close without a status line.
async fn dropped(sim: &Sim) {
    let error = sim.request(Method::POST, DEV).json(&small()).send().await.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert!(!error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn refuse_closes_the_connection_and_records_nothing() {
    let sim = with_fault(json!({ "kind": "refuse", "count": 1 })).await;
    dropped(&sim).await;
    assert!(sim.running.ledger().is_empty());
    assert_eq!(sim.post(DEV, &small()).await.status, 200);
}

#[tokio::test]
async fn accept_then_drop_records_the_request_and_runs_it() {
    let sim = with_fault(json!({ "kind": "accept_then_drop", "count": 1 })).await;
    dropped(&sim).await;
    let ledger = sim.running.ledger();
    assert_eq!(ledger.len(), 1);
    let status = sim.completed("fal-ai/flux", &ledger[0].request_id).await;
    assert!(status.get("error").is_none());
    assert_eq!(sim.running.ledger()[0].billable_units, 1.0);
}

#[tokio::test]
async fn http_errors_have_their_status_and_retry_after() {
    let sim =
        with_fault(json!({ "kind": "http", "params": { "status": 500, "detail": "boom", "retry_after_s": 3 } })).await;
    let refused = sim.post(DEV, &small()).await;
    assert_eq!((refused.status, refused.body), (500, json!({ "detail": "boom" })));
    assert_eq!(refused.headers["retry-after"], "3");
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn rate_limits_use_the_concurrency_body() {
    let sim = with_fault(json!({ "kind": "rate_limit" })).await;
    let refused = sim.post(DEV, &small()).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["x-fal-needs-retry"], "1");
    assert_eq!(refused.body["type"], "concurrent_requests_limit");
    assert_eq!(refused.body["detail"], "Reached concurrent requests limit of 10");
    assert_eq!(refused.body["data"]["limit"], 10);
}

#[tokio::test]
async fn a_locked_account_is_403() {
    let sim = with_fault(json!({ "kind": "account_locked" })).await;
    assert_eq!(sim.post(DEV, &small()).await.status, 403);
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn slow_answers_come_after_the_request_was_taken_unless_told_otherwise() {
    for (accept_first, taken) in [(true, 1), (false, 0)] {
        let sim =
            with_fault(json!({ "kind": "slow", "params": { "delay_ms": 2000, "accept_first": accept_first } })).await;
        let request = sim
            .request(Method::POST, DEV)
            .json(&small())
            .timeout(Duration::from_millis(300));
        assert!(request.send().await.unwrap_err().is_timeout());
        assert_eq!(sim.running.ledger().len(), taken, "accept_first {accept_first}");
    }
}

#[tokio::test]
async fn invalid_json_is_a_whole_reply_that_does_not_parse() {
    let sim = with_fault(json!({ "kind": "invalid_json" })).await;
    let response = sim.request(Method::POST, DEV).json(&small()).send().await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["content-type"].to_str().unwrap()
        ),
        (200, "application/json")
    );
    let text = response.text().await.unwrap();
    assert!(
        text.starts_with('{') && serde_json::from_str::<Value>(&text).is_err(),
        "{text}"
    );
    assert_eq!(sim.running.ledger().len(), 1);
}

#[tokio::test]
async fn content_types_can_lie() {
    let sim = with_fault(json!({ "kind": "wrong_content_type" })).await;
    let lied = sim.post(DEV, &small()).await;
    assert_eq!(
        (lied.status, lied.headers["content-type"].to_str().unwrap()),
        (200, "text/plain")
    );
}

#[tokio::test]
async fn gateways_answer_in_html() {
    let sim = with_fault(json!({ "kind": "html_body" })).await;
    let page = sim.post(DEV, &small()).await;
    assert_eq!(page.status, 502);
    assert!(page.body.as_str().unwrap().contains("<center>nginx</center>"));
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn errors_can_hide_behind_200() {
    let sim = with_fault(json!({ "kind": "error_in_200" })).await;
    let hidden = sim.post(DEV, &small()).await;
    assert_eq!(
        (hidden.status, hidden.body),
        (200, json!({ "detail": "Internal Server Error" }))
    );
    assert!(sim.running.ledger().is_empty());
}

async fn picture_url(sim: &Sim) -> String {
    let result = sim.result_of("fal-ai/flux/dev", &small()).await;
    result.body["images"][0]["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn pictures_can_stop_early_in_two_ways() {
    let sim = with_fault(json!({ "kind": "truncated_image", "count": 1 })).await;
    let url = picture_url(&sim).await;
    let short = sim.client.get(&url).send().await.unwrap().bytes().await.unwrap();
    let whole = sim.client.get(&url).send().await.unwrap().bytes().await.unwrap();
    assert!(short.len() < whole.len() && whole.starts_with(&short));
    sim.faults(json!([{ "kind": "truncated_image", "params": { "break_connection": true } }]))
        .await;
    let response = sim.client.get(&url).send().await.unwrap();
    assert_eq!(response.content_length(), Some(whole.len() as u64));
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn a_bomb_is_a_small_file_with_a_huge_picture() {
    let sim = with_fault(json!({ "kind": "bomb_image", "params": { "side": 20000 } })).await;
    let url = picture_url(&sim).await;
    let response = sim.client.get(&url).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    let bytes = response.bytes().await.unwrap();
    assert!(bytes.len() < 400_000);
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .unwrap();
    assert_eq!(reader.into_dimensions().unwrap(), (20000, 20000));
}

#[tokio::test]
async fn never_finish_never_does() {
    let sim = with_fault(json!({ "kind": "never_finish" })).await;
    sim.submit("fal-ai/flux/dev", &small()).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(sim.running.ledger()[0].outcome, LedgerOutcome::Running);
}

#[tokio::test]
async fn model_errors_have_documented_types_and_statuses() {
    for (kind, status) in [
        ("content_policy_violation", 422),
        ("generation_timeout", 504),
        ("internal_server_error", 500),
    ] {
        let sim = with_fault(json!({ "kind": "model_error", "params": { "type": kind } })).await;
        let failed = sim.result_of("fal-ai/flux/dev", &small()).await;
        assert_eq!(failed.status, status, "{kind}");
        assert_eq!(failed.body["detail"][0]["type"], kind);
        assert_eq!(
            failed.body["detail"][0]["url"],
            format!("https://docs.fal.ai/errors/#{kind}")
        );
        assert_eq!(failed.headers["x-fal-billable-units"], "0");
    }
}

#[tokio::test]
async fn platform_errors_repeat_their_type_in_a_header() {
    let sim = with_fault(json!({ "kind": "platform_error", "params": { "type": "runner_disconnected" } })).await;
    let id = sim.submit("fal-ai/flux/dev", &small()).await;
    let status = sim.completed("fal-ai/flux", &id).await;
    assert_eq!(
        (&status["error"], &status["error_type"]),
        (&json!("Runner disconnected"), &json!("runner_disconnected"))
    );
    let failed = sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!(failed.status, 503);
    assert_eq!(
        failed.body,
        json!({ "detail": "Runner disconnected", "error_type": "runner_disconnected" })
    );
    assert_eq!(failed.headers["x-fal-error-type"], "runner_disconnected");
    assert_eq!(failed.headers["x-fal-needs-retry"], "1");
}

#[tokio::test]
async fn flagged_pictures_are_black_and_say_so() {
    let sim = with_fault(json!({ "kind": "nsfw" })).await;
    let result = sim.result_of("fal-ai/flux/dev", &small()).await;
    assert_eq!(
        (result.status, &result.body["has_nsfw_concepts"]),
        (200, &json!([true]))
    );
    let url = result.body["images"][0]["url"].as_str().unwrap();
    let bytes = sim.client.get(url).send().await.unwrap().bytes().await.unwrap();
    let picture = image::load_from_memory(&bytes).unwrap().to_luma8();
    assert!(picture.pixels().all(|pixel| pixel.0[0] < 4));
}

#[tokio::test]
async fn transport_faults_can_strike_elsewhere() {
    let sim = Sim::start().await;
    let id = sim.submit("fal-ai/flux/dev", &small()).await;
    sim.completed("fal-ai/flux", &id).await;
    let base = format!("/queue/fal-ai/flux/requests/{id}");
    let history = "/api/v1/models/requests/by-endpoint?endpoint_id=fal-ai/flux/dev";
    for (stage, path) in [
        ("status", format!("{base}/status")),
        ("result", base.clone()),
        ("history", history.to_owned()),
    ] {
        sim.faults(json!([{ "kind": "http", "on": stage, "endpoint": "fal-ai/flux/dev", "count": 1 }]))
            .await;
        assert_eq!(sim.get(&path).await.status, 503, "{stage}");
        assert_eq!(sim.get(&path).await.status, 200, "{stage}");
    }
    sim.faults(json!([{ "kind": "refuse", "on": "file" }])).await;
    let url = sim.get(&base).await.body["images"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(sim.client.get(url).send().await.is_err());
}

#[tokio::test]
async fn direct_calls_are_struck_as_well() {
    let sim = with_fault(json!({ "kind": "accept_then_drop", "endpoint": "fal-ai/flux/schnell" })).await;
    let sent = sim
        .request(Method::POST, "/run/fal-ai/flux/schnell")
        .json(&small())
        .send()
        .await;
    assert!(sent.is_err());
    assert_eq!(sim.running.ledger()[0].outcome, LedgerOutcome::Succeeded);
    assert_eq!(sim.post("/run/fal-ai/flux/dev", &small()).await.status, 200);
}

#[tokio::test]
async fn a_slow_job_takes_longer() {
    let sim = with_fault(json!({ "kind": "slow", "on": "job", "params": { "delay_ms": 400 } })).await;
    let start = Instant::now();
    assert_eq!(sim.post("/run/fal-ai/flux/dev", &small()).await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn chance_is_seeded() {
    let run = |seed| async move {
        let sim = Sim::start_with(|config| config.seed = seed).await;
        sim.running
            .set_faults(vec![Fault::always(FaultKind::AccountLocked {}).with_probability(0.5)])
            .unwrap();
        let mut statuses = Vec::new();
        for _ in 0..24 {
            statuses.push(sim.post(DEV, &small()).await.status);
        }
        statuses
    };
    let (first, again, other) = (run(5).await, run(5).await, run(6).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert!(first.contains(&200) && first.contains(&403));
}

#[tokio::test]
async fn counts_are_listed_and_reset_clears_all() {
    let sim = with_fault(json!({ "kind": "http", "endpoint": "fal-ai/*", "probability": 1, "count": 2 })).await;
    for status in [503, 503, 200] {
        assert_eq!(sim.post(DEV, &small()).await.status, status);
    }
    let listed = sim.get("/sim/faults").await.body;
    assert_eq!(
        (&listed["faults"][0]["struck"], &listed["faults"][0]["kind"]),
        (&json!(2), &json!("http"))
    );
    // What is listed can be put back, but for the count.
    assert_eq!(answer(sim.request(Method::POST, "/sim/reset")).await.status, 200);
    assert_eq!(sim.get("/sim/faults").await.body["faults"], json!([]));
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn bad_faults_name_their_field_and_change_nothing() {
    let sim = with_fault(json!({ "kind": "http" })).await;
    for (fault, field) in [
        (json!([{ "kind": "no_such" }]), "faults[0].kind"),
        (json!([{ "probability": 1 }]), "faults[0].kind"),
        (
            json!([{ "kind": "http" }, { "kind": "http", "probability": 1.5 }]),
            "faults[1].probability",
        ),
        (json!([{ "kind": "http", "probability": "x" }]), "faults[0].probability"),
        (json!([{ "kind": "http", "count": -1 }]), "faults[0].count"),
        (
            json!([{ "kind": "http", "params": { "status": 200 } }]),
            "faults[0].params.status",
        ),
        (
            json!([{ "kind": "http", "params": { "colour": 1 } }]),
            "faults[0].params",
        ),
        (json!([{ "kind": "slow" }]), "faults[0].params"),
        (json!([{ "kind": "nsfw", "on": "submit" }]), "faults[0].on"),
        (json!([{ "kind": "http", "on": "moon" }]), "faults[0].on"),
        (
            json!([{ "kind": "model_error", "params": { "type": "nope" } }]),
            "faults[0].params.type",
        ),
        (json!([{ "kind": "http", "colour": 1 }]), "faults[0].colour"),
        (json!({ "faults": 7 }), "faults"),
    ] {
        let refused = sim.put("/sim/faults", &fault).await;
        assert_eq!(
            (refused.status, &refused.body["field"]),
            (422, &json!(field)),
            "{fault}"
        );
        assert!(!refused.body["message"].as_str().unwrap().is_empty());
    }
    let garbage = sim.request(Method::PUT, "/sim/faults").body("[{").send().await.unwrap();
    assert_eq!(read(garbage).await.status, 422);
    assert_eq!(sim.get("/sim/faults").await.body["faults"].as_array().unwrap().len(), 1);
}
