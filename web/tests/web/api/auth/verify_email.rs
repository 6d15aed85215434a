use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use crate::support::TestApp;

const EMAIL: &str = "ada@example.org";
const VERIFY: &str = "/api/auth/verify-email";
const SEND: &str = "/api/auth/verify-email/send";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_link_proves_the_address_once_and_without_a_session(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    assert_eq!(
        browser.get("/api/auth/me").await.json()["user"]["email_verified"],
        false
    );
    let body = json!({ "token": studio.mailed_token(EMAIL, "verify-email").await });

    let answer = studio.browser().post(VERIFY, &body).await;
    assert_eq!(
        (answer.status, &answer.json()["email"]),
        (200, &json!(EMAIL)),
        "{answer:?}"
    );
    assert_eq!(browser.get("/api/auth/me").await.json()["user"]["email_verified"], true);

    let again = studio.browser().post(VERIFY, &body).await;
    assert_eq!(again.problem(422, "invalid"), ["token"]);
    browser.post(SEND, &json!({})).await.problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn expired_replaced_foreign_and_invented_links_sound_the_same(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let replaced = studio.mailed_token(EMAIL, "verify-email").await;
    studio.app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(browser.post(SEND, &json!({})).await.status, 202);
    let expired = studio.mailed_token(EMAIL, "verify-email").await;
    assert_ne!(expired, replaced);
    // Of another purpose.
    studio
        .browser()
        .post("/api/auth/forgot-password", &json!({ "email": EMAIL }))
        .await;
    let foreign = studio.mailed_token(EMAIL, "reset-password").await;
    studio.app.clock.advance(TimeDelta::hours(24));

    let invented = "A".repeat(43);
    let mut details = Vec::new();
    for token in [
        &replaced,
        &expired,
        &foreign,
        &invented,
        "",
        "\u{202e}\0'; DROP TABLE users; --",
    ] {
        let answer = studio.browser().post(VERIFY, &json!({ "token": token })).await;
        assert_eq!(answer.problem(422, "invalid"), ["token"], "{token}");
        details.push(answer.json()["errors"].clone());
    }
    details.dedup();
    assert_eq!(details.len(), 1, "{details:?}");
    assert_eq!(
        browser.get("/api/auth/me").await.json()["user"]["email_verified"],
        false
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn mails_are_sent_again_after_growing_pauses(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    for wait_s in [60, 120, 240] {
        let answer = browser.post(SEND, &json!({})).await;
        answer.problem(429, "limit_reached");
        assert_eq!(answer.header("retry-after"), wait_s.to_string());
        studio.app.clock.advance(TimeDelta::seconds(wait_s));
        assert_eq!(browser.post(SEND, &json!({})).await.status, 202);
    }
    assert_eq!(studio.mails().await.len(), 4);
    studio
        .browser()
        .post(SEND, &json!({}))
        .await
        .problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn mails_speak_the_readers_language_and_are_sealed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut german = studio.browser().header("accept-language", "de-AT,de;q=0.9");
    german.register(EMAIL).await;
    let mails = studio.mails().await;
    assert_eq!(mails[0].subject, "Bestätige deine E-Mail-Adresse");
    assert!(mails[0].text.starts_with("Hallo Ada,\n\n"), "{}", mails[0].text);
    let token = studio.mailed_token(EMAIL, "verify-email").await;
    let stored: Vec<u8> = sqlx::query_scalar("SELECT content FROM mails")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert!(!stored.windows(token.len()).any(|part| part == token.as_bytes()));
}
