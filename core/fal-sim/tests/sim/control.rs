//! The controls under `/sim` and the library's own.

use std::time::{Duration, Instant};

use serde_json::json;
use studio_fal_sim::{LiveConfig, SimConfig, SimError, Simulator};

use crate::support::{Sim, answer};

#[tokio::test]
async fn the_ledger_tells_all_and_filters() {
    let sim = Sim::start().await;
    let input = json!({ "prompt": "x", "image_size": { "width": 32, "height": 32 } });
    let id = sim.submit("fal-ai/flux/dev", &input).await;
    sim.completed("fal-ai/flux", &id).await;
    let between = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    sim.post("/run/fal-ai/fast-sdxl", &json!({})).await;
    let whole = sim.get("/sim/ledger").await.body;
    assert_eq!(whole["total"], 2);
    let first = &whole["requests"][0];
    assert_eq!(
        (&first["request_id"], &first["input"], &first["outcome"]),
        (&json!(id), &input, &json!("succeeded"))
    );
    assert_eq!(
        (&first["via"], &first["status_code"], &first["priority"]),
        (&json!("queue"), &json!(200), &json!("normal"))
    );
    assert!(first["accepted_at"].as_str() <= first["started_at"].as_str());
    assert!(first["started_at"].as_str() <= first["ended_at"].as_str());
    assert_eq!(
        (&whole["requests"][1]["outcome"], &whole["requests"][1]["status_code"]),
        (&json!("failed"), &json!(422))
    );
    for (query, total) in [
        ("endpoint=fal-ai/flux/*", 1),
        ("endpoint=nope", 0),
        (&format!("since={between}"), 1),
    ] {
        assert_eq!(
            sim.get(&format!("/sim/ledger?{query}")).await.body["total"],
            total,
            "{query}"
        );
    }
    assert_eq!(sim.get("/sim/ledger?since=yesterday").await.status, 422);
}

#[tokio::test]
async fn settings_change_in_part_and_null_restores_the_default() {
    let sim = Sim::start().await;
    let set = sim
        .put(
            "/sim/config",
            &json!({ "time_scale": 0.5, "quirks": { "omit_error": true } }),
        )
        .await;
    assert_eq!(
        (set.status, &set.body["time_scale"], &set.body["queue_ms"]),
        (200, &json!(0.5), &json!(0))
    );
    let restored = sim.put("/sim/config", &json!({ "time_scale": null })).await;
    assert_eq!(
        (&restored.body["time_scale"], &restored.body["quirks"]["omit_error"]),
        (&json!(1.0), &json!(true))
    );
    for bad in [
        json!({ "time_scale": -1 }),
        json!({ "concurrency_limit": 0 }),
        json!({ "colour": 1 }),
        json!({ "queue_ms": "x" }),
        json!([]),
    ] {
        assert_eq!(sim.put("/sim/config", &bad).await.status, 422, "{bad}");
    }
    assert_eq!(sim.get("/sim/config").await.body, restored.body);
}

#[tokio::test]
async fn latency_follows_steps_and_scale() {
    let sim = Sim::start_with(|config| config.live.time_scale = 0.5).await;
    sim.put(
        "/sim/config",
        &json!({ "latency": { "*": { "base_ms": 100, "step_ms": 50, "image_ms": 0 } } }),
    )
    .await;
    let start = Instant::now();
    let input = json!({ "prompt": "x", "image_size": { "width": 32, "height": 32 }, "num_inference_steps": 10 });
    let result = sim.post("/run/fal-ai/flux/schnell", &input).await;
    assert_eq!(result.body["timings"]["inference"], 0.6);
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_status_page_says_what_runs() {
    let sim = Sim::start().await;
    let status = answer(sim.client.get(sim.url("/sim"))).await.body;
    assert_eq!(
        (&status["name"], &status["public_url"]),
        (&json!("fal-sim"), &json!(sim.running.base_url()))
    );
    assert_eq!(answer(sim.client.get(sim.url("/nowhere"))).await.status, 404);
}

#[tokio::test]
async fn returned_urls_use_the_configured_prefix() {
    let sim = Sim::start_with(|config| config.public_url = Some("https://sim.example/fal/".to_owned())).await;
    let input = json!({ "prompt": "x", "image_size": { "width": 32, "height": 32 } });
    let accepted = sim.post("/queue/fal-ai/flux/dev", &input).await.body;
    assert!(
        accepted["status_url"]
            .as_str()
            .unwrap()
            .starts_with("https://sim.example/fal/queue/fal-ai/flux/requests/")
    );
    let result = sim.post("/run/fal-ai/flux/dev", &input).await.body;
    assert!(
        result["images"][0]["url"]
            .as_str()
            .unwrap()
            .starts_with("https://sim.example/fal/cdn/files/")
    );
}

#[tokio::test]
async fn starting_fails_with_a_reason() {
    let sim = Sim::start().await;
    let taken = Simulator::spawn(SimConfig::instant(), sim.running.address()).await;
    assert!(matches!(taken, Err(SimError::Bind { .. })));
    let live = LiveConfig {
        concurrency_limit: 0,
        ..LiveConfig::default()
    };
    assert!(matches!(
        Simulator::new(SimConfig {
            live,
            ..SimConfig::default()
        }),
        Err(SimError::Config(_))
    ));
    let file = tempfile::NamedTempFile::new().unwrap();
    let state_dir = Some(file.path().join("inside-a-file"));
    assert!(matches!(
        Simulator::new(SimConfig {
            state_dir,
            ..SimConfig::default()
        }),
        Err(SimError::StateDir { .. })
    ));
}

#[tokio::test]
async fn shutdown_frees_the_port_and_cuts_streams() {
    let sim = Sim::start().await;
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    let id = sim.submit("fal-ai/flux/dev", &json!({ "prompt": "x" })).await;
    let path = format!("/queue/fal-ai/flux/requests/{id}/status/stream");
    let stream = sim.request(reqwest::Method::GET, &path).send().await.unwrap();
    let address = sim.running.address();
    sim.running.shutdown().await;
    assert!(stream.bytes().await.is_err());
    Simulator::spawn(SimConfig::instant(), address).await.unwrap();
}
