//! API keys: made, used within their scopes, and revoked.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const KEYS: &str = "/api/keys";
const ADA: &str = "ada@example.org";
const PROMPT: &str = "/api/prompts";

async fn make(person: &mut Browser, scopes: &[&str]) -> Value {
    let body = json!({ "name": "A script", "scopes": scopes });
    let answer = person.post(KEYS, &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()
}

/// A program that knows the key and nothing else.
fn program(studio: &TestApp, made: &Value) -> Browser {
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    studio.browser().without("origin").header("authorization", &bearer)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_key_is_shown_once_listed_and_revoked(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in(ADA).await;
    let answer = person
        .post(
            KEYS,
            &json!({ "name": " A script ", "scopes": ["manage", "read", "read"] }),
        )
        .await;
    let made = answer.json();
    let secret = made["secret"].as_str().unwrap();
    assert_eq!((secret.len(), &made["key"]["name"]), (57, &json!("A script")));
    assert!(secret.starts_with(made["key"]["hint"].as_str().unwrap()), "{made}");
    assert_eq!(made["key"]["scopes"], json!(["read", "manage"]));
    let place = answer.header("location").to_owned();
    assert_eq!(person.get(&place).await.json()["key"], made["key"]);
    let list = person.get(KEYS).await;
    assert_eq!(list.json()["items"], json!([made["key"]]));
    assert!(!list.text().contains(secret));
    let kept: Vec<u8> = sqlx::query_scalar("SELECT secret_hash FROM api_keys")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert!(!kept.is_empty() && kept != secret.as_bytes());

    let mut script = program(&studio, &made);
    script.address = "198.51.100.9:40000".parse().unwrap();
    assert_eq!(script.get("/api/auth/me").await.json()["user"]["email"], ADA);
    let used = person.get(&place).await.json()["key"].clone();
    assert_eq!(used["last_used_ip"], "198.51.100.9");
    studio.app.clock.advance(TimeDelta::minutes(4));
    script.get("/api/auth/me").await;
    assert_eq!(person.get(&place).await.json()["key"], used, "a use is seldom written");
    studio.app.clock.advance(TimeDelta::minutes(1));
    script.get("/api/auth/me").await;
    assert_ne!(
        person.get(&place).await.json()["key"]["last_used_at"],
        used["last_used_at"]
    );

    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger.get(&place).await.problem(404, "not_found");
    stranger.delete(&place).await.problem(404, "not_found");
    assert_eq!(stranger.get(KEYS).await.json()["items"], json!([]));
    assert_eq!(person.delete(&place).await.status, 204);
    person.delete(&place).await.problem(404, "not_found");
    script.get("/api/auth/me").await.problem(401, "unknown_key");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_key_does_what_its_scopes_say_and_nothing_else(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in(ADA).await;
    let mut reader = program(&studio, &make(&mut person, &["read"]).await);
    let prompt = json!({ "title": "Owls", "prompt_text": "an owl" });
    assert_eq!(reader.get(PROMPT).await.status, 200);
    let refused = reader.post(PROMPT, &prompt).await;
    refused.problem(403, "missing_scope");
    assert_eq!(
        refused.header("www-authenticate"),
        "Bearer error=\"insufficient_scope\", scope=\"manage\""
    );
    let picture = json!({ "model_id": "fal-ai/flux/schnell", "prompt": "an owl" });
    reader
        .post("/api/generate/text-to-image", &picture)
        .await
        .problem(403, "missing_scope");

    let mut maker = program(&studio, &make(&mut person, &["generate"]).await);
    // No Origin and a form: what a browser could not do, a key may.
    let form = maker.header("origin", "https://elsewhere.example");
    assert_eq!(
        form.clone().post("/api/generate/text-to-image", &picture).await.status,
        202
    );
    maker.get(PROMPT).await.problem(403, "missing_scope");
    assert_eq!(maker.get("/api/models").await.status, 200, "needs no account either");

    for answer in [
        maker.get(KEYS).await,
        maker.post(KEYS, &json!({ "name": "x", "scopes": ["admin"] })).await,
        maker.post("/api/auth/logout", &json!({})).await,
        maker.put("/api/budgets", &json!({})).await,
        maker.header("accept", "application/json").get("/gallery").await,
    ] {
        answer.problem(403, "person_only");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn admin_takes_the_scope_and_the_role(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut user = studio.signed_in(ADA).await;
    let wish = json!({ "name": "x", "scopes": ["admin"] });
    assert_eq!(user.post(KEYS, &wish).await.problem(422, "invalid"), ["scopes"]);
    let mut with = program(&studio, &make(&mut admin, &["admin"]).await);
    let mut without = program(&studio, &make(&mut admin, &["read", "generate", "manage"]).await);
    assert_eq!(with.get("/api/admin/limits").await.status, 200);
    without.get("/api/admin/limits").await.problem(403, "missing_scope");
    sqlx::query("UPDATE users SET role = 'user'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    with.get("/api/admin/limits").await.problem(403, "forbidden");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_wrong_or_old_key_is_refused_even_with_a_session(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in(ADA).await;
    let expires_at = studio.app.clock.now() + TimeDelta::days(1);
    let body = json!({ "name": "x", "scopes": ["read"], "expires_at": expires_at });
    let made = person.post(KEYS, &body).await.json();
    let mut script = program(&studio, &made);
    assert_eq!(script.get(PROMPT).await.status, 200);

    let mut secret = made["secret"].as_str().unwrap().to_owned();
    let last = if secret.ends_with('0') { '1' } else { '0' };
    secret.replace_range(56.., &last.to_string());
    let mut mistyped = person.header("authorization", &format!("bearer {secret}"));
    let answer = mistyped.get(PROMPT).await;
    answer.problem(401, "unknown_key");
    assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    let foreign = person
        .header("authorization", "Bearer eyJhbGciOi.of.a-proxy")
        .get(PROMPT)
        .await;
    assert_eq!(
        foreign.status, 200,
        "a token that is not ours is passed over: {foreign:?}"
    );

    studio.app.clock.advance(TimeDelta::days(1));
    script.get(PROMPT).await.problem(401, "unknown_key");
    let items = person.get(KEYS).await.json()["items"].clone();
    assert_eq!(items[0]["is_expired"], true, "it is listed until it is revoked");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_wishes_are_named_and_keys_are_limited(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut person = studio.signed_in(ADA).await;
    let past = Utc::now() - TimeDelta::days(1);
    let body = json!({ "name": "", "scopes": [], "expires_at": past });
    assert_eq!(
        person.post(KEYS, &body).await.problem(422, "invalid"),
        ["name", "scopes", "expires_at"]
    );
    let body = json!({ "name": "x", "scopes": ["read", "everything"] });
    assert_eq!(person.post(KEYS, &body).await.problem(422, "invalid"), ["scopes[1]"]);
    for _ in 0..50 {
        make(&mut person, &["read"]).await;
    }
    let body = json!({ "name": "x", "scopes": ["read"] });
    person.post(KEYS, &body).await.problem(409, "conflict");
}
