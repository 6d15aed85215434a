use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const FORGOT: &str = "/api/auth/forgot-password";
const RESET: &str = "/api/auth/reset-password";
const NEW: &str = "green ferry over snow";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_forgotten_password_is_replaced_and_every_browser_logged_out(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let mut phone = studio.browser();
    // Somebody guessed until the address was locked.
    for _ in 0..6 {
        phone.log_in(EMAIL, "wrong password").await;
    }
    assert_eq!(
        phone.post(FORGOT, &json!({ "email": " ADA@example.org" })).await.status,
        202
    );
    let token = studio.mailed_token(EMAIL, "reset-password").await;

    // A password that is refused does not use the link up.
    let answer = phone
        .post(RESET, &json!({ "token": token, "password": "1234567890" }))
        .await;
    assert_eq!(answer.problem(422, "invalid"), ["password"]);
    let body = json!({ "token": token, "password": NEW });
    assert_eq!(phone.post(RESET, &body).await.status, 204);
    assert_eq!(phone.post(RESET, &body).await.problem(422, "invalid"), ["token"]);

    desk.get("/api/auth/me").await.problem(401, "unauthenticated");
    phone.log_in(EMAIL, PASSWORD).await.problem(401, "unauthenticated");
    let answer = phone.log_in(EMAIL, NEW).await;
    assert_eq!(
        (answer.status, &answer.json()["user"]["email_verified"]),
        (200, &json!(true)),
        "{answer:?}"
    );
    assert!(studio.has_mailed(EMAIL, "Your password was changed").await);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn links_expire_are_replaced_and_stop_with_the_password(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let ask = async || {
        studio.browser().post(FORGOT, &json!({ "email": EMAIL })).await;
        studio.mailed_token(EMAIL, "reset-password").await
    };
    let refused = async |token: &str| {
        let answer = studio
            .browser()
            .post(RESET, &json!({ "token": token, "password": NEW }))
            .await;
        assert_eq!(answer.problem(422, "invalid"), ["token"]);
    };
    let first = ask().await;
    assert_eq!(ask().await, first, "the second request of a minute mails nothing");
    studio.app.clock.advance(TimeDelta::minutes(1));
    let second = ask().await;
    refused(&first).await;
    let change = json!({ "current_password": PASSWORD, "new_password": "yellow kite above dunes" });
    assert_eq!(browser.put("/api/auth/change-password", &change).await.status, 204);
    refused(&second).await;
    let third = ask().await;
    studio.app.clock.advance(TimeDelta::minutes(60));
    refused(&third).await;
    // One for another purpose.
    refused(&"A".repeat(43)).await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nothing_tells_whether_an_address_has_an_account(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in(EMAIL).await;
    let mails = studio.mails().await.len();
    let mut answers = Vec::new();
    for email in [
        "nobody@example.org",
        EMAIL,
        EMAIL,
        "no address",
        "nul\u{0}@example.org",
        "",
    ] {
        let begun = Instant::now();
        let answer = studio.browser().post(FORGOT, &json!({ "email": email })).await;
        assert!(
            begun.elapsed() >= Duration::from_millis(250),
            "{email} was answered early"
        );
        answers.push((answer.status, answer.bytes.len()));
    }
    answers.dedup();
    assert_eq!(answers, [(202, 0)]);
    assert_eq!(studio.mails().await.len(), mails + 1);
}
