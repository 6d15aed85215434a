//! Deliveries: true, false, old, and signed by a key that is new.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{Signer as _, SigningKey};
use http::{HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};
use studio_fal_client::{
    Kind,
    webhook::{Jwks, JwksCache, MAX_SKEW_S, WebhookError, WebhookResult, verify},
};

use crate::server::{self, Act, Server};

const OK: &[u8] = include_bytes!("../fixtures/webhook_ok.json");

fn now() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

fn signer(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn key_set(seeds: &[u8]) -> String {
    let key = |seed: &u8| {
        let x = URL_SAFE_NO_PAD.encode(signer(*seed).verifying_key().as_bytes());
        serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": x})
    };
    let other = serde_json::json!({"kty": "RSA", "n": "x", "e": "AQAB"});
    let keys: Vec<_> = std::iter::once(other).chain(seeds.iter().map(key)).collect();
    serde_json::json!({ "keys": keys }).to_string()
}

fn jwks(seeds: &[u8]) -> Jwks {
    Jwks::parse(key_set(seeds).as_bytes()).unwrap()
}

/// The four headers the provider would send.
fn signed(seed: u8, body: &[u8], sent_at: DateTime<Utc>) -> HeaderMap {
    let timestamp = sent_at.timestamp().to_string();
    let digest = hex::encode(Sha256::digest(body));
    let message = format!("019e\nuser_1\n{timestamp}\n{digest}");
    let signature = hex::encode(signer(seed).sign(message.as_bytes()).to_bytes());
    let pairs = [
        ("x-fal-webhook-request-id", "019e"),
        ("x-fal-webhook-user-id", "user_1"),
        ("x-fal-webhook-timestamp", &timestamp),
        ("x-fal-webhook-signature", &signature),
    ];
    pairs
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
        .into_iter()
        .collect()
}

#[test]
fn a_delivery_signed_by_any_key_is_read() {
    let headers = signed(2, OK, now());
    let delivery = verify(&headers, OK, &jwks(&[1, 2]), now()).unwrap();
    assert_eq!(
        (delivery.request_id.as_str(), delivery.user_id.as_str()),
        ("019e", "user_1")
    );
    assert_eq!(delivery.sent_at, now());
    let payload = delivery.payload().unwrap();
    assert_eq!(payload.gateway_request_id.as_deref(), Some("019e-gateway"));
    let WebhookResult::Output(output) = payload.result else {
        panic!("{:?}", payload.result)
    };
    assert_eq!(output["seed"].as_u64(), Some(196_619_188_014_358_660));
}

#[test]
fn every_signed_part_counts() {
    let check = |change: &dyn Fn(&mut HeaderMap)| {
        let mut headers = signed(1, OK, now());
        change(&mut headers);
        verify(&headers, OK, &jwks(&[1]), now())
    };
    assert!(check(&|_| {}).is_ok());
    let set = |name: &'static str, value: &'static str| {
        check(&move |headers| drop(headers.insert(name, HeaderValue::from_static(value))))
    };
    assert!(matches!(
        set("x-fal-webhook-request-id", "019f"),
        Err(WebhookError::Signature)
    ));
    assert!(matches!(
        set("x-fal-webhook-user-id", "user_2"),
        Err(WebhookError::Signature)
    ));
    assert!(matches!(
        set("x-fal-webhook-timestamp", "1795168801"),
        Err(WebhookError::Signature)
    ));
    let changed_body = [OK, b" "].concat();
    let tampered = verify(&signed(1, OK, now()), &changed_body, &jwks(&[1]), now()).map(drop);
    assert!(matches!(tampered, Err(WebhookError::Signature)));
    assert!(matches!(
        verify(&signed(9, OK, now()), OK, &jwks(&[1, 2]), now()),
        Err(WebhookError::Signature)
    ));
}

#[test]
fn malformed_headers_are_named() {
    let names = [
        "x-fal-webhook-request-id",
        "x-fal-webhook-user-id",
        "x-fal-webhook-timestamp",
        "x-fal-webhook-signature",
    ];
    for name in names {
        let mut without = signed(1, OK, now());
        without.remove(name);
        let error = verify(&without, OK, &jwks(&[1]), now()).unwrap_err();
        assert!(matches!(error, WebhookError::Header(told) if told == name), "{error:?}");
        let mut twice = signed(1, OK, now());
        twice.append(name, HeaderValue::from_static("1"));
        assert!(matches!(
            verify(&twice, OK, &jwks(&[1]), now()),
            Err(WebhookError::Header(_))
        ));
    }
    for (name, value) in [
        (names[2], "soon"),
        (names[2], "99999999999999999"),
        (names[3], "ab"),
        (names[3], "zz"),
    ] {
        let mut headers = signed(1, OK, now());
        headers.insert(name, HeaderValue::from_static(value));
        let error = verify(&headers, OK, &jwks(&[1]), now()).unwrap_err();
        assert!(matches!(error, WebhookError::Header(told) if told == name), "{error:?}");
    }
}

#[test]
fn old_and_early_deliveries_are_refused() {
    let at = |offset: i64| {
        let headers = signed(1, OK, now() + TimeDelta::seconds(offset));
        verify(&headers, OK, &jwks(&[1]), now()).map(drop)
    };
    for offset in [-MAX_SKEW_S, 0, MAX_SKEW_S] {
        assert!(at(offset).is_ok(), "{offset}");
    }
    assert!(matches!(at(-MAX_SKEW_S - 1), Err(WebhookError::Stale { skew_s: 301 })));
    assert!(matches!(at(MAX_SKEW_S + 1), Err(WebhookError::Stale { skew_s: -301 })));
}

#[test]
fn a_key_set_needs_one_usable_key() {
    let weak = URL_SAFE_NO_PAD.encode([0; 32]);
    for json in [
        "{\"keys\":[]}".to_owned(),
        "{}".to_owned(),
        "<html>".to_owned(),
        key_set(&[]),
        format!("{{\"keys\":[{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"{weak}\"}}]}}"),
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"c2hvcnQ\"}]}".to_owned(),
    ] {
        assert!(Jwks::parse(json.as_bytes()).is_err(), "{json}");
    }
}

fn payload_of(body: &[u8]) -> Result<WebhookResult, WebhookError> {
    let headers = signed(1, body, now());
    let delivery = verify(&headers, body, &jwks(&[1]), now()).unwrap();
    delivery.payload().map(|payload| payload.result)
}

#[test]
fn every_form_of_payload_is_understood() {
    let failed = payload_of(include_bytes!("../fixtures/webhook_error.json")).unwrap();
    let WebhookResult::Failed(error) = failed else {
        panic!("{failed:?}")
    };
    assert_eq!((error.status, error.kind.name()), (422, "invalid_input"));

    let path = br#"{"request_id":"r","status":"ERROR","error":"Invalid status code: 404","payload":{"detail":"Path /x not found"}}"#;
    let WebhookResult::Failed(error) = payload_of(path).unwrap() else {
        panic!()
    };
    assert_eq!(error.kind, Kind::UnknownEndpoint);

    let platform =
        br#"{"request_id":"r","status":"ERROR","payload":{"detail":"x","error_type":"runner_disconnected"}}"#;
    let WebhookResult::Failed(error) = payload_of(platform).unwrap() else {
        panic!()
    };
    assert_eq!(error.kind, Kind::Unavailable);

    let missing = payload_of(include_bytes!("../fixtures/webhook_no_payload.json")).unwrap();
    assert_eq!(missing, WebhookResult::FetchResult);
    for body in [&b"[]"[..], b"{}", b"{\"status\":\"MAYBE\"}", b""] {
        assert!(matches!(payload_of(body), Err(WebhookError::Payload)));
    }
}

async fn key_server(sets: &[&[u8]]) -> Server {
    Server::start(sets.iter().map(|seeds| server::json(200, key_set(seeds))).collect()).await
}

async fn check(cache: &JwksCache, seed: u8, at: DateTime<Utc>) -> Result<(), WebhookError> {
    cache.verify(&signed(seed, OK, at), OK, at).await.map(drop)
}

#[tokio::test]
async fn keys_are_kept_for_a_day_and_fetched_without_our_key() {
    let server = key_server(&[&[1]]).await;
    let cache = JwksCache::new(server.client());
    for hours in [0, 1, 23] {
        check(&cache, 1, now() + TimeDelta::hours(hours)).await.unwrap();
    }
    assert_eq!(server.requests().len(), 1);
    assert!(server.requests()[0].starts_with("GET /rest/.well-known/jwks.json HTTP/1.1"));
    assert!(!server.requests()[0].contains("authorization"));
    check(&cache, 1, now() + TimeDelta::hours(24)).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_new_key_is_looked_for_but_forgeries_cannot_make_us_look_all_the_time() {
    let server = key_server(&[&[1], &[1], &[1, 2]]).await;
    let cache = JwksCache::new(server.client());
    check(&cache, 1, now()).await.unwrap();
    for seconds in [1, 20, 59] {
        let forged = check(&cache, 9, now() + TimeDelta::seconds(seconds)).await;
        assert!(matches!(forged, Err(WebhookError::Signature)));
    }
    assert_eq!(server.requests().len(), 1, "within a minute of the last look");
    assert!(check(&cache, 9, now() + TimeDelta::seconds(60)).await.is_err());
    assert_eq!(server.requests().len(), 2);
    check(&cache, 2, now() + TimeDelta::seconds(120)).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn without_keys_nothing_is_believed_and_the_next_try_is_soon() {
    let server = Server::start(vec![
        Act::Drop,
        server::json(200, "{}"),
        server::json(200, key_set(&[1])),
    ])
    .await;
    let cache = JwksCache::new(server.client());
    assert!(matches!(
        check(&cache, 1, now()).await,
        Err(WebhookError::Keys(Some(_)))
    ));
    assert!(matches!(
        check(&cache, 1, now() + TimeDelta::seconds(4)).await,
        Err(WebhookError::Keys(None))
    ));
    assert!(matches!(
        check(&cache, 1, now() + TimeDelta::seconds(5)).await,
        Err(WebhookError::Keys(Some(_)))
    ));
    check(&cache, 1, now() + TimeDelta::seconds(10)).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_clock_that_jumps_back_does_not_lock_us_out() {
    let server = key_server(&[&[1]]).await;
    let cache = JwksCache::new(server.client());
    check(&cache, 1, now()).await.unwrap();
    check(&cache, 1, now() - TimeDelta::days(3)).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}
