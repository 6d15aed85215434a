//! Webhooks through the API: made, changed, exchanged, tried, and removed. What is sent is in the tests of the engine.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const HOOKS: &str = "/api/webhooks";

fn request(url: &str) -> Value {
    json!({ "url": url, "events": ["job.failed", "job.completed", "job.completed"] })
}

async fn make(person: &mut Browser) -> (String, Value) {
    let answer = person.post(HOOKS, &request("https://example.org/hook?key=1")).await;
    assert_eq!(
        (answer.status, answer.header("cache-control")),
        (201, "no-store"),
        "{answer:?}"
    );
    (answer.header("location").to_owned(), answer.json())
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_webhook_is_made_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in("ada@example.org").await;
    // So that the audit log has an order.
    let later = || studio.app.clock.advance(chrono::TimeDelta::seconds(1));
    later();
    let (place, made) = make(&mut person).await;
    let secret = made["secret"].as_str().unwrap();
    assert_eq!((secret.len(), &secret[..6]), (50, "whsec_"));
    assert_eq!(made["webhook"]["events"], json!(["job.completed", "job.failed"]));
    assert_eq!(made["webhook"]["is_enabled"], true);
    let found = person.get(&place).await;
    assert_eq!(found.json()["webhook"], made["webhook"]);
    let list = person.get(HOOKS).await;
    assert_eq!(list.json()["items"], json!([made["webhook"]]));
    assert!(!list.text().contains("whsec_"));
    let kept: Vec<u8> = sqlx::query_scalar("SELECT secret FROM webhooks")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert!(kept.len() > 60, "sealed, with nonce and tag");

    later();
    let change = json!({ "url": "https://example.org/", "events": ["image.created"], "is_enabled": false });
    person.put(&place, &change).await.problem(428, "version_missing");
    let version = found.header("etag").to_owned();
    let mut knowing = person.header("if-match", &version);
    let changed = knowing.put(&place, &change).await;
    assert_eq!(
        (changed.status, &changed.json()["webhook"]["is_enabled"]),
        (200, &json!(false)),
        "{changed:?}"
    );
    knowing.put(&place, &change).await.problem(412, "outdated");
    person
        .post(&format!("{place}/test"), &json!({}))
        .await
        .problem(409, "conflict");
    later();
    let rotated = person.post(&format!("{place}/secret"), &json!({})).await;
    assert_eq!((rotated.status, rotated.header("cache-control")), (201, "no-store"));
    assert_ne!(rotated.json()["secret"], made["secret"]);
    assert!(rotated.json()["webhook"]["previous_secret_until"].is_string());

    later();
    assert_eq!(person.delete(&place).await.status, 204);
    person.get(&place).await.problem(404, "not_found");
    let log = person.get("/api/audit").await.json();
    let actions: Vec<_> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (&entry["action"], &entry["subject"]))
        .collect();
    for (found, expected) in actions.iter().zip(["removed", "rotated", "changed", "created"]) {
        assert_eq!(*found, (&json!(format!("webhook.{expected}")), &json!("example.org")));
    }
    assert!(!log.to_string().contains("whsec_"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_cannot_be_is_told_field_by_field(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in("ada@example.org").await;
    let long = format!("https://example.org/{}", "x".repeat(2000));
    for url in [
        "example.org",
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://ada:secret@example.org/",
        &long,
    ] {
        let answer = person.post(HOOKS, &request(url)).await;
        answer.problem(422, "invalid");
        assert_eq!(answer.json()["errors"][0]["field"], "url", "{url}");
    }
    let bad = json!({ "url": "", "events": [], "description": "x".repeat(201) });
    let answer = person.post(HOOKS, &bad).await.json();
    let fields: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["field"])
        .collect();
    assert_eq!(fields, ["url", "events", "description"]);
    let unknown = json!({ "url": "https://example.org/", "events": ["job.exploded"] });
    assert_eq!(person.post(HOOKS, &unknown).await.status, 422);

    for _ in 0..20 {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        make(&mut person).await;
    }
    person
        .post(HOOKS, &request("https://example.org/"))
        .await
        .problem(409, "conflict");
    let page = person.get("/api/webhooks?limit=15").await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = person
        .get(&format!("/api/webhooks?limit=15&cursor={cursor}"))
        .await
        .json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 5);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn trials_wait_are_listed_and_are_few(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in("ada@example.org").await;
    let (place, _) = make(&mut person).await;
    let trial = person.post(&format!("{place}/test"), &json!({})).await;
    assert_eq!(trial.status, 202, "{trial:?}");
    let delivery = trial.json()["delivery"].clone();
    assert_eq!(
        (&delivery["event"], &delivery["status"], &delivery["attempts"]),
        (&json!("webhook.test"), &json!("waiting"), &json!(0))
    );
    assert_eq!(person.get(trial.header("location")).await.json()["delivery"], delivery);
    let deliveries = format!("{place}/deliveries");
    assert_eq!(person.get(&deliveries).await.json()["items"], json!([delivery]));
    assert_eq!(
        person.get(&format!("{deliveries}?status=failed")).await.json()["items"],
        json!([])
    );
    person
        .get(&format!("{deliveries}?status=lost"))
        .await
        .problem(422, "invalid");
    let again = person
        .post(&format!("{}/resend", trial.header("location")), &json!({}))
        .await;
    assert_eq!((again.status, &again.json()["delivery"]["id"]), (202, &delivery["id"]));
    for _ in 0..4 {
        assert_eq!(person.post(&format!("{place}/test"), &json!({})).await.status, 202);
    }
    let refused = person.post(&format!("{place}/test"), &json!({})).await;
    refused.problem(429, "limit_reached");
    assert_eq!(refused.header("retry-after"), "10");
}
