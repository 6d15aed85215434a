//! Writes with a cookie need a proof that they come from the studio.

use serde_json::json;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn other_sites_cannot_write(db: PgPool) {
    let studio = TestApp::new(db).await;
    let browser = studio.signed_in("ada@example.org").await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://studio.test"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut evil = browser.header(name, value);
        evil.post("/api/auth/logout", &json!({}))
            .await
            .problem(403, "cross_site");
        assert_eq!(evil.post_form("/logout", &[]).await.status, 403, "{name}: {value}");
        assert_eq!(evil.get("/api/auth/me").await.status, 200, "reading is not writing");
    }
    let mut evil = studio.browser().header("origin", "https://evil.example");
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    evil.post("/api/auth/login", &body).await.problem(403, "cross_site");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_studios_own_pages_can_write(db: PgPool) {
    let studio = TestApp::new(db).await;
    let browser = studio.signed_in("ada@example.org").await;
    let bare = browser.without("origin");
    for mut own in [
        browser.clone(),
        bare.header("sec-fetch-site", "same-origin"),
        bare.header("sec-fetch-site", "none"),
    ] {
        assert_eq!(own.post_form("/theme", &[("theme", "dark")]).await.status, 303);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn programs_prove_it_by_a_json_body(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut program = studio.signed_in("ada@example.org").await.without("origin");
    program
        .post_text("/api/auth/logout", "text/plain", "")
        .await
        .problem(403, "cross_site");
    assert_eq!(program.post("/api/auth/logout", &json!({})).await.status, 204);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn old_browsers_prove_it_by_the_forms_token(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await.without("origin");
    let page = browser.get("/gallery").await;
    let token = page
        .text()
        .split("name=\"csrf-token\" content=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mut stranger = studio.signed_in("bob@example.org").await.without("origin");

    assert_eq!(browser.post_form("/theme", &[("theme", "dark")]).await.status, 403);
    assert_eq!(browser.post_form("/theme", &[("csrf", "")]).await.status, 403);
    assert_eq!(
        stranger.post_form("/theme", &[("csrf", &token)]).await.status,
        403,
        "another session's token"
    );
    let answer = browser
        .post_form("/theme", &[("csrf", &token), ("theme", "dark"), ("next", "/gallery")])
        .await;
    assert_eq!((answer.status, answer.header("location")), (303, "/gallery"));
    assert_eq!(
        browser
            .header("x-csrf-token", &token)
            .post_form("/theme", &[])
            .await
            .status,
        303
    );
}
