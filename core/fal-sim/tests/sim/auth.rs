//! Who is let in, and how everybody else is told.

use reqwest::Method;
use serde_json::json;
use studio_fal_sim::KeyPolicy;

use crate::support::{KEY, Sim, answer};

const NO_ACCESS: &str =
    "Cannot access application \"fal-ai/flux\". Authentication is required to access this application.";
const UNKNOWN: &str = "No user found for Key ID and Secret";

async fn submit_as(sim: &Sim, authorization: Option<&str>) -> (u16, serde_json::Value) {
    let mut request = sim
        .client
        .post(sim.url("/queue/fal-ai/flux/dev"))
        .json(&json!({ "prompt": "x" }));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    let refused = answer(request).await;
    (refused.status, refused.body["detail"].clone())
}

#[tokio::test]
async fn without_a_key_in_the_known_form_the_application_is_closed() {
    let sim = Sim::start().await;
    for value in [
        None,
        Some("Bearer abc"),
        Some("Key nocolon"),
        Some("Key :x"),
        Some("Basic a:b"),
    ] {
        assert_eq!(submit_as(&sim, value).await, (401, json!(NO_ACCESS)), "{value:?}");
    }
    sim.put("/sim/config", &json!({ "quirks": { "legacy_key_wording": true } }))
        .await;
    let (status, detail) = submit_as(&sim, Some("Key nocolon")).await;
    assert_eq!(status, 401);
    assert_eq!(
        detail,
        "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."
    );
    assert!(sim.running.ledger().is_empty());
}

#[tokio::test]
async fn with_a_list_only_listed_keys_are_known() {
    let sim = Sim::start_with(|config| config.keys = KeyPolicy::Only(vec![KEY.to_owned()])).await;
    assert_eq!(submit_as(&sim, Some("Key other:secret")).await, (401, json!(UNKNOWN)));
    assert_eq!(submit_as(&sim, Some(&format!("Key {KEY}"))).await.0, 200);
}

#[tokio::test]
async fn the_credential_is_checked_before_the_method() {
    let sim = Sim::start().await;
    for path in ["/queue/fal-ai/flux/dev", "/run/fal-ai/flux/dev"] {
        assert_eq!(answer(sim.client.get(sim.url(path))).await.status, 401, "{path}");
        assert_eq!(sim.get(path).await.status, 405, "{path}");
    }
}

#[tokio::test]
async fn a_locked_account_may_neither_submit_nor_upload() {
    let sim = Sim::start_with(|config| config.locked_keys = vec![KEY.to_owned()]).await;
    for path in [
        "/queue/fal-ai/flux/no/such",
        "/run/fal-ai/flux/dev",
        "/rest/storage/auth/token?storage_type=fal-cdn-v3",
    ] {
        let refused = sim.post(path, &json!({})).await;
        assert_eq!(refused.status, 403, "{path}");
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(
            detail.starts_with("User is locked. Reason: Exhausted balance."),
            "{detail}"
        );
    }
}

#[tokio::test]
async fn an_unknown_application_is_404_with_a_key_and_401_without() {
    let sim = Sim::start().await;
    let unknown = sim.post("/queue/fal-ai/no-such-app/x", &json!({})).await;
    assert_eq!(
        (unknown.status, unknown.body),
        (404, json!({ "detail": "Application \"no-such-app\" not found" }))
    );
    let keyless = answer(sim.client.post(sim.url("/queue/fal-ai/no-such-app/x"))).await;
    assert_eq!(keyless.status, 401);
}

#[tokio::test]
async fn the_other_hosts_have_their_own_401() {
    let sim = Sim::start().await;
    let rest = answer(sim.client.post(sim.url("/rest/storage/auth/token"))).await;
    assert_eq!(
        (rest.status, rest.body),
        (401, json!({ "detail": "Authorization header is required" }))
    );
    let platform = answer(
        sim.client
            .get(sim.url("/api/v1/models/pricing?endpoint_id=fal-ai/flux/dev")),
    )
    .await;
    assert_eq!(
        (platform.status, &platform.body["error"]["type"]),
        (401, &json!("authorization_error"))
    );
}

#[tokio::test]
async fn a_status_without_a_key_is_404_for_unknown_ids_and_401_for_known_ones() {
    let sim = Sim::start().await;
    let unknown = answer(sim.client.get(sim.url("/queue/fal-ai/flux/requests/nope/status"))).await;
    assert_eq!(unknown.status, 404);
    let id = sim.submit("fal-ai/flux/dev", &json!({ "prompt": "x" })).await;
    let known = answer(
        sim.client
            .get(sim.url(&format!("/queue/fal-ai/flux/requests/{id}/status"))),
    )
    .await;
    assert_eq!(known.status, 401);
}

#[tokio::test]
async fn a_short_lived_token_stands_in_for_the_key() {
    let sim = Sim::start().await;
    for path in ["/rest/tokens/", "/rest/tokens/realtime"] {
        let issued = sim
            .post(path, &json!({ "allowed_apps": ["flux"], "token_expiration": 60 }))
            .await;
        let token = issued.body.as_str().unwrap();
        let url = sim.url(&format!("/run/fal-ai/flux/schnell?fal_jwt_token={token}"));
        let small = json!({ "prompt": "x", "image_size": { "width": 64, "height": 64 } });
        assert_eq!(answer(sim.client.post(url).json(&small)).await.status, 200);
    }
    let forged = sim
        .client
        .request(Method::POST, sim.url("/run/fal-ai/flux/schnell?fal_jwt_token=forged"));
    assert_eq!(answer(forged).await.status, 401);
}
