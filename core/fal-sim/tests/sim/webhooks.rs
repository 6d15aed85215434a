//! Deliveries: shape, signature, retries. The signature is checked here from the published key alone.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::Engine as _;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Sim, eventually};

/// A place webhooks can go, which answers the listed statuses and then 200.
struct Receiver {
    url: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    deliveries: Vec<(HeaderMap, Bytes)>,
    answers: Vec<u16>,
}

impl Receiver {
    async fn start(answers: &[u16]) -> Self {
        let seen = Arc::new(Mutex::new(Seen {
            answers: answers.iter().rev().copied().collect(),
            ..Seen::default()
        }));
        let router = Router::new().route("/hook", post(receive)).with_state(seen.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?token=abc", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, seen }
    }

    fn count(&self) -> usize {
        self.seen.lock().unwrap().deliveries.len()
    }

    fn delivery(&self, at: usize) -> (HeaderMap, Bytes) {
        self.seen.lock().unwrap().deliveries[at].clone()
    }

    fn body(&self, at: usize) -> Value {
        serde_json::from_slice(&self.delivery(at).1).unwrap()
    }

    async fn wait_for(&self, count: usize) {
        eventually("enough deliveries", || self.count() >= count).await;
    }
}

async fn receive(State(seen): State<Arc<Mutex<Seen>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut seen = seen.lock().unwrap();
    seen.deliveries.push((headers, body));
    StatusCode::from_u16(seen.answers.pop().unwrap_or(200)).unwrap()
}

fn small() -> Value {
    json!({ "prompt": "x", "image_size": { "width": 64, "height": 64 }, "seed": 1 })
}

async fn submit(sim: &Sim, receiver: &Receiver, input: &Value) -> String {
    let hook: String = url::form_urlencoded::byte_serialize(receiver.url.as_bytes()).collect();
    let accepted = sim
        .post(&format!("/queue/fal-ai/flux/dev?fal_webhook={hook}"), input)
        .await;
    accepted.body["request_id"].as_str().unwrap().to_owned()
}

async fn signature_fits(sim: &Sim, headers: &HeaderMap, body: &[u8]) -> bool {
    let keys = sim
        .client
        .get(sim.url("/rest/.well-known/jwks.json"))
        .send()
        .await
        .unwrap();
    let keys: Value = keys.json().await.unwrap();
    assert_eq!(
        (&keys["keys"][0]["kty"], &keys["keys"][0]["crv"]),
        (&json!("OKP"), &json!("Ed25519"))
    );
    let x = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(keys["keys"][0]["x"].as_str().unwrap())
        .unwrap();
    let key = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
    let header = |name: &str| headers[name].to_str().unwrap();
    let message = format!(
        "{}\n{}\n{}\n{}",
        header("x-fal-webhook-request-id"),
        header("x-fal-webhook-user-id"),
        header("x-fal-webhook-timestamp"),
        hex::encode(Sha256::digest(body))
    );
    let signature = header("x-fal-webhook-signature");
    assert_eq!(signature.len(), 128);
    let signature = Signature::from_bytes(&hex::decode(signature).unwrap().try_into().unwrap());
    key.verify_strict(message.as_bytes(), &signature).is_ok()
}

#[tokio::test]
async fn a_success_is_delivered_and_signed() {
    let sim = Sim::start().await;
    let receiver = Receiver::start(&[]).await;
    let id = submit(&sim, &receiver, &small()).await;
    receiver.wait_for(1).await;
    let (headers, raw) = receiver.delivery(0);
    let body = receiver.body(0);
    assert_eq!(
        (&body["request_id"], &body["gateway_request_id"]),
        (&json!(id), &json!(id))
    );
    assert_eq!((&body["status"], body.get("error")), (&json!("OK"), None));
    assert!(body["payload"]["images"][0]["url"].is_string());
    assert_eq!(headers["x-fal-webhook-request-id"], id.as_str());
    let timestamp: i64 = headers["x-fal-webhook-timestamp"].to_str().unwrap().parse().unwrap();
    assert!((chrono::Utc::now().timestamp() - timestamp).abs() < 300);
    assert!(signature_fits(&sim, &headers, &raw).await);
    assert!(!signature_fits(&sim, &headers, b"{}").await);
    assert_eq!(sim.running.ledger()[0].webhook.as_deref(), Some(receiver.url.as_str()));
}

#[tokio::test]
async fn a_failure_is_delivered_with_the_error_body() {
    let sim = Sim::start().await;
    let receiver = Receiver::start(&[]).await;
    submit(&sim, &receiver, &json!({ "prompt": "x", "num_inference_steps": 99 })).await;
    receiver.wait_for(1).await;
    let body = receiver.body(0);
    assert_eq!(
        (&body["status"], &body["error"]),
        (&json!("ERROR"), &json!("Invalid status code: 422"))
    );
    assert_eq!(body["payload"]["detail"][0]["type"], "less_than_equal");
}

#[tokio::test]
async fn delivery_repeats_until_somebody_says_2xx() {
    let sim = Sim::start().await;
    let receiver = Receiver::start(&[500, 404]).await;
    submit(&sim, &receiver, &small()).await;
    receiver.wait_for(3).await;
    assert_eq!(receiver.body(0), receiver.body(2));
    eventually("it settles", || sim.running.ledger()[0].webhook_status == Some(200)).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!((receiver.count(), sim.running.ledger()[0].webhook_attempts), (3, 3));
}

#[tokio::test]
async fn redirects_end_the_delivery() {
    let sim = Sim::start().await;
    let receiver = Receiver::start(&[302]).await;
    submit(&sim, &receiver, &small()).await;
    receiver.wait_for(1).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(receiver.count(), 1);
}

#[tokio::test]
async fn private_targets_can_be_refused_as_the_provider_does() {
    let sim = Sim::start_with(|config| config.live.webhook.allow_private_targets = false).await;
    let receiver = Receiver::start(&[]).await;
    let id = submit(&sim, &receiver, &small()).await;
    sim.completed("fal-ai/flux", &id).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!((receiver.count(), sim.running.ledger()[0].webhook_attempts), (0, 0));
}

#[tokio::test]
async fn webhook_faults_repeat_delay_drop_and_forge() {
    let sim = Sim::start().await;
    sim.faults(json!([{ "kind": "duplicate_webhook", "params": { "deliveries": 3 } }]))
        .await;
    let receiver = Receiver::start(&[]).await;
    submit(&sim, &receiver, &small()).await;
    receiver.wait_for(3).await;
    assert_eq!(receiver.body(0), receiver.body(2));

    sim.faults(json!([{ "kind": "late_webhook", "params": { "delay_ms": 400 } }]))
        .await;
    let receiver = Receiver::start(&[]).await;
    let id = submit(&sim, &receiver, &small()).await;
    sim.completed("fal-ai/flux", &id).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(receiver.count(), 0);
    receiver.wait_for(1).await;

    sim.faults(json!([{ "kind": "no_webhook" }])).await;
    let receiver = Receiver::start(&[]).await;
    let id = submit(&sim, &receiver, &small()).await;
    sim.completed("fal-ai/flux", &id).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(receiver.count(), 0);

    sim.faults(json!([{ "kind": "bad_signature" }])).await;
    let receiver = Receiver::start(&[]).await;
    submit(&sim, &receiver, &small()).await;
    receiver.wait_for(1).await;
    let (headers, raw) = receiver.delivery(0);
    assert!(!signature_fits(&sim, &headers, &raw).await);
}
