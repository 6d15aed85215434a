//! Requests that no handler takes.

use sqlx::PgPool;

use crate::support::TestApp;

const LOG_IN: &str = "/api/auth/login";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_not_json_is_malformed(db: PgPool) {
    let studio = TestApp::new(db).await;
    for body in [
        "",
        "{",
        "email=a",
        "{\"email\": \"a\", \"password\": \"b\"} and more",
        "\u{feff}{}",
        " [\"a\", \"b\"]",
    ] {
        let answer = studio.browser().post_text(LOG_IN, "application/json", body).await;
        answer.problem(400, "malformed");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn another_content_type_is_not_taken(db: PgPool) {
    let studio = TestApp::new(db).await;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "json",
    ] {
        let answer = studio.browser().post_text(LOG_IN, content_type, "{}").await;
        answer.problem(415, "unsupported_media_type");
    }
    let answer = studio
        .browser()
        .post_text(LOG_IN, "Application/JSON; charset=utf-8", "{}")
        .await;
    assert_eq!(answer.problem(422, "invalid"), ["email"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_body_has_a_limit(db: PgPool) {
    let studio = TestApp::new(db).await;
    let body = format!("{{\"email\": \"{}\"}}", "x".repeat(2 * 1024 * 1024));
    studio
        .browser()
        .post_text(LOG_IN, "application/json", &body)
        .await
        .problem(413, "too_large");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_addresses_are_documents_for_programs_and_pages_for_people(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    for path in ["/api", "/api/", "/api/nothing", "/api/generate/queue/x/y/z"] {
        browser.get(path).await.problem(404, "no_route");
    }
    let page = browser.get("/nothing").await;
    assert_eq!(page.status, 404);
    assert!(
        page.header("content-type").starts_with("text/html") && page.text().contains("<!doctype html>"),
        "{page:?}"
    );
    browser
        .header("accept", "application/json")
        .get("/nothing")
        .await
        .problem(404, "no_route");
    let toast = browser.get_part("/nothing").await;
    assert!(
        toast.status == 404 && toast.text().contains("toast") && !toast.text().contains("<html"),
        "{toast:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_wrong_method_names_the_right_ones(db: PgPool) {
    let studio = TestApp::new(db).await;
    let answer = studio.browser().get(LOG_IN).await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "POST");
    assert_eq!(studio.browser().post_form("/gallery", &[]).await.status, 405);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn error_pages_speak_the_visitors_language(db: PgPool) {
    let studio = TestApp::new(db).await;
    let page = studio
        .browser()
        .header("accept-language", "de-AT")
        .get("/nothing")
        .await;
    assert!(page.text().contains("<html lang=\"de\""), "{page:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_database_that_is_away_is_told_and_no_secret_with_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    studio.app.db.close().await;
    let answer = browser.get("/api/auth/me").await;
    answer.problem(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "5");
    let page = browser.get("/gallery").await;
    assert_eq!(page.status, 503);
    assert!(
        page.text().contains("<html") && !page.text().contains("pool"),
        "{page:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_request_keeps_the_name_that_it_came_with(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser().header("x-request-id", "edge-7");
    assert_eq!(browser.get("/healthz").await.header("x-request-id"), "edge-7");
    assert_eq!(browser.get("/api/nothing").await.json()["request_id"], "edge-7");
}
