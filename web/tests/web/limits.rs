//! How often one may ask.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn answers_say_what_is_left(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let answer = browser.get("/api/auth/me").await;
    assert_eq!(answer.header("ratelimit-policy"), "\"user\";q=300;w=30");
    assert_eq!(answer.header("ratelimit"), "\"user\";r=299;t=1");
    let visitor = studio.browser().get("/api/models").await;
    assert_eq!(visitor.header("ratelimit-policy"), "\"client\";q=600;w=30");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn log_ins_of_one_client_are_limited_and_others_are_not(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    for _ in 0..20 {
        // An empty body is refused before any password is looked at.
        let answer = browser.post_text("/api/auth/login", "application/json", "").await;
        answer.problem(400, "malformed");
    }
    let answer = browser.log_in("ada@example.org", "wrong password").await;
    answer.problem(429, "limit_reached");
    assert_eq!(answer.header("retry-after"), "6");
    assert_eq!(answer.header("ratelimit"), "\"log-in\";r=0;t=6");
    assert_eq!(
        browser.post_form("/login", &[]).await.status,
        429,
        "the form shares the limit"
    );
    assert_eq!(browser.get("/login").await.status, 200, "looking is free");

    let mut elsewhere = studio.browser();
    elsewhere.address = "198.51.100.1:55000".parse().unwrap();
    elsewhere
        .log_in("ada@example.org", "wrong password")
        .await
        .problem(401, "unauthenticated");
    studio.app.clock.advance(TimeDelta::seconds(6));
    browser
        .log_in("bob@example.org", "wrong password")
        .await
        .problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_user_is_limited_wherever_they_are(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for _ in 0..300 {
        assert_eq!(browser.get("/api/auth/me").await.status, 200);
    }
    browser.address = "198.51.100.1:55000".parse().unwrap();
    browser.get("/api/auth/me").await.problem(429, "limit_reached");
    assert_eq!(
        studio.browser().get("/api/models").await.status,
        200,
        "a visitor from the same place"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_key_has_a_limit_of_its_own_as_set(db: PgPool) {
    let studio = TestApp::with(db, &[("RATE_LIMIT_KEY", "3/1"), ("RATE_LIMIT_CLIENT", "off")]).await;
    let mut person = studio.signed_in("ada@example.org").await;
    let made = person
        .post("/api/keys", &json!({ "name": "x", "scopes": ["read"] }))
        .await
        .json();
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    let mut program = studio.browser().header("authorization", &bearer);
    for left in [2, 1, 0] {
        let answer = program.get("/api/auth/me").await;
        assert_eq!(answer.header("ratelimit-policy"), "\"key\";q=3;w=3");
        assert_eq!(answer.header("ratelimit"), format!("\"key\";r={left};t=1"));
    }
    let refused = program.get("/api/auth/me").await;
    refused.problem(429, "limit_reached");
    assert_eq!(
        (refused.header("retry-after"), refused.header("ratelimit")),
        ("1", "\"key\";r=0;t=1")
    );
    // Its owner goes on, with what the key has used taken off.
    let answer = person.get("/api/auth/me").await;
    assert_eq!((answer.status, answer.header("ratelimit")), (200, "\"user\";r=294;t=1"));
    assert_eq!(
        studio.browser().get("/api/models").await.header("ratelimit"),
        "",
        "nobody counts visitors"
    );
    studio.app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(program.get("/api/auth/me").await.status, 200);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn behind_a_trusted_proxy_clients_are_told_apart_and_noted(db: PgPool) {
    let limit = ("RATE_LIMIT_CLIENT", "2/1");
    let studio = TestApp::with(db, &[limit, ("TRUSTED_PROXIES", "10.0.0.0/8")]).await;
    let behind = |told: &str| {
        let mut browser = studio.browser().header("x-forwarded-for", told);
        browser.address = "10.0.0.1:55000".parse().unwrap();
        browser
    };
    // What stands left is the client's own word.
    for lie in ["203.0.113.1, 198.51.100.7", "203.0.113.2, 198.51.100.7"] {
        assert_eq!(behind(lie).get("/api/models").await.status, 200);
    }
    behind("198.51.100.7")
        .get("/api/models")
        .await
        .problem(429, "limit_reached");
    let mut ada = behind("198.51.100.8, 10.0.0.2");
    ada.register("ada@example.org").await;
    studio.app.clock.advance(TimeDelta::seconds(5));
    let log = ada.get("/api/audit").await.json();
    assert_eq!(log["items"][0]["ip_address"], "198.51.100.8");
    // Elsewhere nobody believes it.
    let mut liar = studio.browser().header("x-forwarded-for", "198.51.100.8");
    assert_eq!(liar.get("/api/models").await.status, 200);
}
