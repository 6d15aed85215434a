//! How often one may ask.

use chrono::TimeDelta;
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
