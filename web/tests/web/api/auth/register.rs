use serde_json::json;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const REGISTER: &str = "/api/auth/register";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_account_is_made_and_signed_in(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    let body = json!({ "email": " Ada@Example.org ", "password": PASSWORD, "name": " Ada " });
    let answer = browser.post(REGISTER, &body).await;
    assert_eq!((answer.status, answer.header("location")), (201, "/api/auth/me"));
    insta::assert_json_snapshot!(
        answer.json(),
        { ".user.id" => "[id]", ".user.created_at" => "[time]", ".user.updated_at" => "[time]" }
    );

    let cookie = answer.header("set-cookie");
    assert!(
        cookie.ends_with("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(browser.get("/api/auth/me").await.json(), answer.json());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_first_account_is_the_administrators(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut first, mut second) = (studio.browser(), studio.browser());
    assert_eq!(first.register("ada@example.org").await.json()["user"]["role"], "admin");
    assert_eq!(second.register("bob@example.org").await.json()["user"]["role"], "user");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_address_is_taken_in_any_spelling(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("ada@example.org").await;
    let body = json!({ "email": "ADA@example.org", "password": PASSWORD, "name": "Eve" });
    let answer = studio.browser().post(REGISTER, &body).await;
    answer.problem(409, "conflict");
    assert_eq!(answer.header("set-cookie"), "");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_is_named_at_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let body = json!({ "email": "ada@localhost", "password": "short", "name": " " });
    let answer = studio.browser().post(REGISTER, &body).await;
    assert_eq!(answer.problem(422, "invalid"), ["email", "password", "name"]);
    insta::assert_json_snapshot!(answer.json(), { ".request_id" => "[id]" });
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn passwords_that_are_guessed_first_are_refused(db: PgPool) {
    let studio = TestApp::new(db).await;
    for password in [
        "1234567890",
        "Password123",
        "ada@example.org",
        "Ada Lovelace",
        &"x".repeat(201),
    ] {
        let body = json!({ "email": "ada@example.org", "password": password, "name": "Ada Lovelace" });
        let answer = studio.browser().post(REGISTER, &body).await;
        assert_eq!(answer.problem(422, "invalid"), ["password"], "{password}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn texts_that_the_database_cannot_hold_are_refused(db: PgPool) {
    let studio = TestApp::new(db).await;
    let body = json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada\u{0}" });
    let answer = studio.browser().post(REGISTER, &body).await;
    assert_eq!(answer.problem(422, "invalid"), ["name"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_installation_may_give_nothing_to_start_with(db: PgPool) {
    let studio = TestApp::with(db, &[("SIGNUP_CREDITS", "0")]).await;
    let answer = studio.browser().register("ada@example.org").await;
    assert_eq!(answer.json()["user"]["credits_balance"], 0.0);
}
