//! The platform API: models, prices, history, bills.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Sim, answer};

const HISTORY: &str = "/api/v1/models/requests/by-endpoint?endpoint_id=fal-ai/flux/dev";

fn small(seed: u64) -> Value {
    json!({ "prompt": "x", "image_size": { "width": 32, "height": 32 }, "seed": seed })
}

#[tokio::test]
async fn models_and_prices_are_listed() {
    let sim = Sim::start().await;
    let models = answer(sim.client.get(sim.url("/api/v1/models"))).await.body;
    let ids: HashSet<_> = models["models"]
        .as_array()
        .unwrap()
        .iter()
        .map(|model| model["endpoint_id"].as_str().unwrap())
        .collect();
    for id in [
        "fal-ai/flux/dev",
        "fal-ai/flux/schnell",
        "fal-ai/flux-pro/v1.1",
        "fal-ai/flux/dev/image-to-image",
        "fal-ai/fast-sdxl",
    ] {
        assert!(ids.contains(id), "{id}");
    }
    let prices = sim
        .get("/api/v1/models/pricing?endpoint_id=fal-ai/flux/dev,fal-ai/fast-sdxl")
        .await
        .body;
    assert_eq!(
        prices["prices"][0],
        json!({ "endpoint_id": "fal-ai/flux/dev", "unit_price": 0.025, "unit": "megapixels", "currency": "USD" })
    );
    assert_eq!(
        (&prices["prices"][1]["unit"], &prices["has_more"]),
        (&json!("compute seconds"), &json!(false))
    );
    let unknown = sim.get("/api/v1/models/pricing?endpoint_id=fal-ai/nope").await;
    assert_eq!(
        (unknown.status, &unknown.body["error"]["type"]),
        (404, &json!("not_found"))
    );
    assert_eq!(sim.get("/api/v1/models/pricing").await.status, 400);
}

#[tokio::test]
async fn schemas_carry_ranges_and_defaults() {
    let sim = Sim::start().await;
    let expanded = sim
        .get("/api/v1/models?endpoint_id=fal-ai/flux/schnell&expand=openapi-3.0")
        .await
        .body;
    let page = sim
        .get("/api/openapi/queue/openapi.json?endpoint_id=fal-ai/flux/schnell")
        .await
        .body;
    assert_eq!(expanded["models"][0]["openapi"], page);
    let schema = &page["paths"]["/fal-ai/flux/schnell"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(["prompt"]));
    assert_eq!(
        schema["properties"]["num_inference_steps"],
        json!({ "type": "integer", "minimum": 1, "maximum": 12, "default": 4 })
    );
    assert_eq!(
        sim.get("/api/openapi/queue/openapi.json?endpoint_id=x").await.status,
        404
    );
}

#[tokio::test]
async fn history_holds_ended_requests_with_their_payloads() {
    let sim = Sim::start().await;
    let input =
        json!({ "prompt": "x", "image_size": { "width": 32, "height": 32 }, "seed": 9_007_199_254_740_993_u64 });
    let id = sim.submit("fal-ai/flux/dev", &input).await;
    sim.completed("fal-ai/flux", &id).await;
    sim.post("/run/fal-ai/flux/dev", &json!({})).await;
    sim.post("/run/fal-ai/flux/schnell", &small(1)).await;
    sim.faults(json!([{ "kind": "never_finish" }])).await;
    sim.submit("fal-ai/flux/dev", &small(2)).await;

    let items = sim.get(&format!("{HISTORY}&expand=payloads")).await.body["items"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(items.len(), 2, "the running one is missing");
    assert_eq!(items[0]["status_code"], 422);
    assert_eq!(items[1]["request_id"], id.as_str());
    assert_eq!(items[1]["json_input"], input);
    assert_eq!(items[1]["json_output"]["seed"], 9_007_199_254_740_993_u64);
    for field in ["sent_at", "started_at", "ended_at"] {
        assert!(
            chrono::DateTime::parse_from_rfc3339(items[1][field].as_str().unwrap()).is_ok(),
            "{field}"
        );
    }
    let plain = sim.get(HISTORY).await.body;
    assert!(plain["items"][0].get("json_input").is_none());
    for (filter, count) in [
        ("status=success", 1),
        ("status=user_error", 1),
        ("status=error", 0),
        (&format!("request_id={id}"), 1),
    ] {
        let found = sim.get(&format!("{HISTORY}&{filter}")).await.body;
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{filter}");
    }
}

#[tokio::test]
async fn payloads_can_be_kept_out_of_the_history() {
    let sim = Sim::start().await;
    let request = sim
        .request(Method::POST, "/run/fal-ai/flux/dev")
        .header("x-fal-store-io", "0")
        .json(&small(1));
    answer(request).await;
    let item = &sim.get(&format!("{HISTORY}&expand=payloads")).await.body["items"][0];
    assert!(item.get("json_input").is_none() && item.get("json_output").is_none());
}

#[tokio::test]
async fn pages_cover_everything_once_newest_first() {
    let sim = Sim::start().await;
    for seed in 0..7 {
        sim.post("/run/fal-ai/flux/dev", &small(seed)).await;
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = sim.get(&format!("{HISTORY}&limit=3{cursor}")).await.body;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["request_id"].as_str().unwrap().to_owned()),
        );
        assert_eq!(page["has_more"], page["next_cursor"].is_string());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let newest_first: Vec<_> = sim
        .running
        .ledger()
        .into_iter()
        .rev()
        .map(|entry| entry.request_id)
        .collect();
    assert_eq!(seen, newest_first);
    let later = sim.get(&format!("{HISTORY}&start=2100-01-01T00:00:00Z")).await.body;
    assert_eq!(later["items"], json!([]));
}

#[tokio::test]
async fn bad_questions_are_400() {
    let sim = Sim::start().await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=!",
        "start=yesterday",
        "end=x",
        "status=maybe",
    ] {
        let refused = sim.get(&format!("{HISTORY}&{query}")).await;
        assert_eq!(
            (refused.status, &refused.body["error"]["type"]),
            (400, &json!("validation_error")),
            "{query}"
        );
    }
    assert_eq!(sim.get("/api/v1/models/requests/by-endpoint").await.status, 400);
    assert_eq!(sim.get("/api/v1/nope").await.status, 404);
    assert_eq!(sim.post("/api/v1/models", &json!({})).await.status, 405);
}

#[tokio::test]
async fn billing_events_add_up() {
    let sim = Sim::start().await;
    let two = json!({ "prompt": "x", "image_size": { "width": 1100, "height": 1000 }, "num_images": 2 });
    sim.post("/run/fal-ai/flux/dev", &two).await;
    sim.post("/run/fal-ai/fast-sdxl", &small(1)).await;
    sim.post("/run/fal-ai/flux/dev", &json!({})).await;
    let events = sim.get("/api/v1/models/billing-events").await.body["billing_events"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(events.len(), 2, "rejected input is not billed");
    assert_eq!(
        (&events[1]["output_units"], &events[1]["unit_price"]),
        (&json!(4.0), &json!(0.025))
    );
    assert_eq!(events[1]["cost_estimate_nano_usd"], 100_000_000);
    let units = events[0]["output_units"].as_f64().unwrap();
    let cost = events[0]["cost_estimate_nano_usd"].as_f64().unwrap();
    assert!((cost - units * 0.00111 * 1e9).abs() < 1.0);
    let only = sim
        .get("/api/v1/models/billing-events?endpoint_id=fal-ai/fast-sdxl")
        .await
        .body;
    assert_eq!(only["billing_events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn balance_and_meta_are_there() {
    let sim = Sim::start().await;
    assert_eq!(sim.get("/rest/billing/user_balance").await.body, json!(100.0));
    let meta = answer(sim.client.get(sim.url("/api/v1/meta"))).await.body;
    assert!(
        meta["webhook_ip_ranges"]
            .as_array()
            .unwrap()
            .contains(&json!("127.0.0.0/8"))
    );
}
