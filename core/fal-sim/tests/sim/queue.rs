//! Submit, status, result and cancel over the wire.
use crate::support::{Sim, answer, eventually};
use reqwest::Method;
use serde_json::json;
use studio_fal_sim::{Latency, LedgerOutcome};

const DEV: &str = "fal-ai/flux/dev";

fn small(prompt: &str) -> serde_json::Value {
    json!({ "prompt": prompt, "image_size": { "width": 96, "height": 64 }, "seed": 7 })
}

#[tokio::test]
async fn a_submit_is_answered_with_the_recorded_fields_in_order() {
    let sim = Sim::start().await;
    let response = sim
        .request(Method::POST, "/queue/fal-ai/flux/dev")
        .json(&small("a lake"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let text = response.text().await.unwrap();
    let positions: Vec<_> = [
        "\"status\":\"IN_QUEUE\"",
        "\"request_id\"",
        "\"response_url\"",
        "\"status_url\"",
        "\"cancel_url\"",
        "\"logs\":null",
        "\"metrics\":{}",
        "\"queue_position\":",
    ]
    .map(|field| text.find(field).unwrap_or_else(|| panic!("{field} in {text}")))
    .into();
    assert!(positions.is_sorted(), "{text}");
    assert!(
        text.contains(&format!("\"{}/queue/fal-ai/flux/requests/", sim.running.base_url())),
        "{text}"
    );
}

#[tokio::test]
async fn a_request_goes_from_queue_to_a_picture() {
    let sim = Sim::start().await;
    let id = sim.submit(DEV, &small("a lake")).await;
    let status = sim.completed("fal-ai/flux", &id).await;
    assert!(status["metrics"]["inference_time"].as_f64().unwrap() > 0.0);
    assert!(status.get("error").is_none() && status.get("queue_position").is_none());
    let result = sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!(result.status, 200);
    assert_eq!(result.headers["x-fal-request-id"], id.as_str());
    assert_eq!(result.headers["x-fal-billable-units"], "1.0");
    assert_eq!(result.body["seed"], 7);
    assert_eq!(result.body["prompt"], "a lake");
    assert_eq!(result.body["has_nsfw_concepts"], json!([false]));
    let image = &result.body["images"][0];
    assert_eq!(
        (image["width"].as_u64(), image["height"].as_u64()),
        (Some(96), Some(64))
    );
    let file = sim.client.get(image["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/jpeg");
    let picture = image::load_from_memory(&file.bytes().await.unwrap()).unwrap();
    assert_eq!((picture.width(), picture.height()), (96, 64));
}

#[tokio::test]
async fn logs_carry_the_steps_only_when_asked_for() {
    let sim = Sim::start().await;
    let id = sim.submit(DEV, &small("a lake")).await;
    let status = sim.completed("fal-ai/flux", &id).await;
    let lines: Vec<_> = status["logs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["message"].as_str().unwrap())
        .collect();
    assert!(lines.iter().any(|line| line.contains("28/28 steps")), "{lines:?}");
    let timestamp = status["logs"][0]["timestamp"].as_str().unwrap();
    assert!(timestamp.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(timestamp).is_ok());
    let quiet = sim.get(&format!("/queue/fal-ai/flux/requests/{id}/status")).await;
    assert_eq!(quiet.body["logs"], json!(null));
}

#[tokio::test]
async fn an_unfinished_request_is_202_and_its_result_400() {
    let sim = Sim::start().await;
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    let id = sim.submit(DEV, &small("a lake")).await;
    let base = format!("/queue/fal-ai/flux/requests/{id}");
    let status = sim.get(&format!("{base}/status")).await;
    assert_eq!(status.status, 202);
    let result = sim.get(&base).await;
    assert_eq!(result.status, 400);
    assert_eq!(result.body["detail"], "Request is still in progress");
    assert_eq!(result.body["request_id"], id.as_str());
    assert!(result.body["cancel_url"].as_str().unwrap().ends_with("/cancel"));
}

#[tokio::test]
async fn unknown_ids_have_the_two_documented_shapes() {
    let sim = Sim::start().await;
    let status = sim.get("/queue/fal-ai/flux/requests/nope/status").await;
    assert_eq!((status.status, status.body), (404, json!({ "status": "NOT_FOUND" })));
    let result = sim.get("/queue/fal-ai/flux/requests/nope").await;
    assert_eq!(
        (result.status, result.body),
        (404, json!({ "detail": "Request not found" }))
    );
    let cancel = sim.put("/queue/fal-ai/flux/requests/nope/cancel", &json!({})).await;
    assert_eq!((cancel.status, cancel.body), (404, json!({ "status": "NOT_FOUND" })));
    let id = sim.submit(DEV, &small("a lake")).await;
    let elsewhere = sim.get(&format!("/queue/fal-ai/fast-sdxl/requests/{id}/status")).await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn result_urls_have_aliases_but_no_sub_path() {
    let sim = Sim::start().await;
    let id = sim.submit(DEV, &small("a lake")).await;
    sim.completed("fal-ai/flux", &id).await;
    for tail in ["", "/", "/response", "/status", "/status/"] {
        let found = sim.get(&format!("/queue/fal-ai/flux/requests/{id}{tail}")).await;
        assert_eq!(found.status, 200, "{tail}");
    }
    let kept = sim.get(&format!("/queue/fal-ai/flux/dev/requests/{id}/status")).await;
    assert_eq!(kept.status, 405);
}

#[tokio::test]
async fn a_made_up_sub_path_is_accepted_and_fails_as_a_job() {
    let sim = Sim::start().await;
    let id = sim.submit("fal-ai/flux/no/such", &small("a lake")).await;
    let status = sim.completed("fal-ai/flux", &id).await;
    assert_eq!(status["error"], "Invalid status code: 404");
    let result = sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!(
        (result.status, result.body),
        (404, json!({ "detail": "Path /no/such not found" }))
    );
}

#[tokio::test]
async fn bad_input_is_accepted_and_fails_as_a_job() {
    let sim = Sim::start().await;
    let result = sim
        .result_of(
            "fal-ai/flux/schnell",
            &json!({ "prompt": "x", "num_inference_steps": 28 }),
        )
        .await;
    assert_eq!(result.status, 422);
    assert_eq!(result.headers["x-fal-billable-units"], "0");
    let item = &result.body["detail"][0];
    assert_eq!(item["type"], "less_than_equal");
    assert_eq!(item["loc"], json!(["body", "num_inference_steps"]));
    assert_eq!(item["msg"], "Input should be less than or equal to 12");
    assert_eq!((&item["input"], &item["ctx"]), (&json!(28), &json!({ "le": 12 })));
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_and_not_recorded() {
    let sim = Sim::start().await;
    let refused = answer(sim.request(Method::POST, "/queue/fal-ai/flux/dev").body("{\"prompt\":")).await;
    assert_eq!(refused.status, 400);
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn a_waiting_request_can_be_cancelled() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.faults(json!([{ "kind": "never_finish", "count": 1 }])).await;
    sim.submit(DEV, &small("first")).await;
    let id = sim.submit(DEV, &small("second")).await;
    let base = format!("/queue/fal-ai/flux/requests/{id}");
    assert_eq!(sim.get(&format!("{base}/status")).await.body["queue_position"], 0);
    let cancelled = sim.put(&format!("{base}/cancel"), &json!({})).await;
    assert_eq!(
        (cancelled.status, cancelled.body),
        (202, json!({ "status": "CANCELLATION_REQUESTED" }))
    );
    let status = sim.completed("fal-ai/flux", &id).await;
    assert_eq!(status["error_type"], "client_cancelled");
    let result = sim.get(&base).await;
    assert_eq!(
        (result.status, &result.body["error_type"]),
        (499, &json!("client_cancelled"))
    );
    let again = sim.put(&format!("{base}/cancel"), &json!({})).await;
    assert_eq!(
        (again.status, again.body),
        (400, json!({ "status": "ALREADY_COMPLETED" }))
    );
    assert_eq!(sim.running.ledger()[1].outcome, LedgerOutcome::Cancelled);
}

#[tokio::test]
async fn a_running_request_ignores_a_cancel_unless_told_to_listen() {
    let sim = Sim::start_with(|config| {
        config.live.time_scale = 1.0;
        config.live.latency.insert(
            "*".to_owned(),
            Latency {
                base_ms: 400,
                step_ms: 0,
                image_ms: 0,
            },
        );
    })
    .await;
    let running = |sim: &Sim, at: usize| sim.running.ledger()[at].outcome == LedgerOutcome::Running;
    let ignored = sim.submit(DEV, &small("first")).await;
    eventually("it runs", || running(&sim, 0)).await;
    let answer = sim
        .put(&format!("/queue/fal-ai/flux/requests/{ignored}/cancel"), &json!({}))
        .await;
    assert_eq!(answer.status, 202);
    assert!(sim.completed("fal-ai/flux", &ignored).await.get("error").is_none());

    sim.put("/sim/config", &json!({ "quirks": { "running_cancel_honoured": true } }))
        .await;
    let obeyed = sim.submit(DEV, &small("second")).await;
    eventually("it runs", || running(&sim, 1)).await;
    sim.put(&format!("/queue/fal-ai/flux/requests/{obeyed}/cancel"), &json!({}))
        .await;
    assert_eq!(
        sim.completed("fal-ai/flux", &obeyed).await["error_type"],
        "client_cancelled"
    );
}

#[tokio::test]
async fn low_priority_waits_behind_normal() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.faults(json!([{ "kind": "slow", "on": "job", "params": { "delay_ms": 150 }, "count": 1 }]))
        .await;
    sim.submit(DEV, &small("running")).await;
    let low = sim
        .request(Method::POST, "/queue/fal-ai/flux/dev")
        .header("x-fal-queue-priority", "low");
    let low = answer(low.json(&small("low"))).await.body["request_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let normal = sim.submit(DEV, &small("normal")).await;
    assert_eq!(
        sim.get(&format!("/queue/fal-ai/flux/requests/{low}/status")).await.body["queue_position"],
        1
    );
    sim.completed("fal-ai/flux", &low).await;
    let ledger = sim.running.ledger();
    let started = |id: &str| {
        ledger
            .iter()
            .find(|entry| entry.request_id == id)
            .unwrap()
            .started_at
            .unwrap()
    };
    assert!(started(&normal) < started(&low));
}

#[tokio::test]
async fn the_start_timeout_ends_a_request_that_waits_too_long() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.faults(json!([{ "kind": "never_finish", "count": 1 }])).await;
    sim.submit(DEV, &small("blocks")).await;
    let request = sim
        .request(Method::POST, "/queue/fal-ai/flux/dev")
        .header("x-fal-request-start-timeout", "0.2");
    let id = answer(request.json(&small("waits"))).await.body["request_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let status = sim.completed("fal-ai/flux", &id).await;
    assert_eq!(
        (&status["error"], &status["error_type"]),
        (&json!("Request timed out"), &json!("request_timeout"))
    );
    let result = sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!(result.status, 504);
    assert_eq!(result.headers["x-fal-request-timeout-type"], "user");
    assert_eq!(result.headers["x-fal-error-type"], "request_timeout");
}

#[tokio::test]
async fn a_full_queue_is_429_when_the_caller_asks_for_it() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    for prompt in ["runs", "waits", "waits too"] {
        sim.submit(DEV, &small(prompt)).await;
    }
    let refused = sim
        .post("/queue/fal-ai/flux/dev?fal_max_queue_length=1", &small("x"))
        .await;
    assert_eq!(refused.status, 429);
    assert_eq!(sim.running.ledger().len(), 3);
    let taken = sim
        .post("/queue/fal-ai/flux/dev?fal_max_queue_length=2", &small("x"))
        .await;
    assert_eq!(taken.status, 200);
}

#[tokio::test]
async fn results_expire() {
    let sim = Sim::start_with(|config| config.live.result_ttl_s = 0.3).await;
    let id = sim.submit(DEV, &small("a lake")).await;
    sim.completed("fal-ai/flux", &id).await;
    tokio::time::sleep(std::time::Duration::from_millis(350)).await;
    let result = sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await;
    assert_eq!(
        (result.status, result.body),
        (404, json!({ "detail": "Request not found" }))
    );
    let status = sim.get(&format!("/queue/fal-ai/flux/requests/{id}/status")).await;
    assert_eq!(status.status, 404);
}

#[tokio::test]
async fn large_results_expire_sooner() {
    let sim = Sim::start_with(|config| config.live.large_result_ttl_s = 0.0).await;
    let inline = json!({ "prompt": "a lake", "sync_mode": true, "output_format": "png" });
    let id = sim.submit(DEV, &inline).await;
    let small_id = sim.submit(DEV, &small("a lake")).await;
    sim.completed("fal-ai/flux", &small_id).await;
    eventually("both end", || {
        sim.running.ledger().iter().all(|entry| entry.ended_at.is_some())
    })
    .await;
    assert_eq!(sim.get(&format!("/queue/fal-ai/flux/requests/{id}")).await.status, 404);
    assert_eq!(
        sim.get(&format!("/queue/fal-ai/flux/requests/{small_id}")).await.status,
        200
    );
}

#[tokio::test]
async fn the_switches_change_what_is_in_doubt() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 1).await;
    sim.put(
        "/sim/config",
        &json!({ "quirks": { "cancel_answers_200": true, "cancelled_not_found": true, "omit_error": true } }),
    )
    .await;
    let failed = sim.submit(DEV, &json!({})).await;
    let status = sim.completed("fal-ai/flux", &failed).await;
    assert!(status.get("error").is_none());
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    sim.submit(DEV, &small("blocks")).await;
    let id = sim.submit(DEV, &small("waits")).await;
    let base = format!("/queue/fal-ai/flux/requests/{id}");
    assert_eq!(sim.put(&format!("{base}/cancel"), &json!({})).await.status, 200);
    assert_eq!(sim.get(&format!("{base}/status")).await.status, 404);
    assert_eq!(sim.get(&base).await.status, 404);
}

#[tokio::test]
async fn a_retried_request_goes_back_to_the_queue_and_still_ends_well() {
    let sim = Sim::start().await;
    sim.faults(json!([{ "kind": "requeue" }])).await;
    let id = sim.submit(DEV, &small("a lake")).await;
    sim.completed("fal-ai/flux", &id).await;
    let ledger = sim.running.ledger();
    assert_eq!((ledger.len(), ledger[0].outcome), (1, LedgerOutcome::Succeeded));
}

#[tokio::test]
async fn only_as_many_requests_run_as_the_limit_allows() {
    let sim = Sim::start_with(|config| config.live.concurrency_limit = 2).await;
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    for _ in 0..5 {
        sim.submit(DEV, &small("x")).await;
    }
    let running = || {
        sim.running
            .ledger()
            .iter()
            .filter(|entry| entry.outcome == LedgerOutcome::Running)
            .count()
    };
    eventually("two run", || running() == 2).await;
    sim.put("/sim/config", &json!({ "concurrency_limit": 4 })).await;
    eventually("four run", || running() == 4).await;
}

#[tokio::test]
async fn a_queue_that_refuses_counts_what_waits_and_what_runs() {
    let sim = Sim::start_with(|config| {
        config.live.concurrency_limit = 1;
        config.live.quirks.queue_refuses_above_limit = true;
    })
    .await;
    sim.faults(json!([{ "kind": "never_finish", "count": 1 }])).await;
    sim.submit("fal-ai/flux/dev", &small("first")).await;
    let refused = sim.post("/queue/fal-ai/flux/schnell", &small("second")).await;
    assert_eq!(
        (refused.status, &refused.body["type"]),
        (429, &json!("concurrent_requests_limit"))
    );
    assert_eq!(sim.running.ledger().len(), 1);
}
