//! What browsers are told about every answer.

use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_answer_forbids_what_it_does_not_need(db: PgPool) {
    let studio = TestApp::new(db).await;
    for path in [
        "/",
        "/login",
        "/nothing",
        "/api/models",
        "/api/nothing",
        "/healthz",
        "/favicon.svg",
        "/api/docs/",
    ] {
        let answer = studio.browser().get(path).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: \
             blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
             form-action 'self'; media-src 'self'",
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(
            answer.header("referrer-policy"),
            "strict-origin-when-cross-origin",
            "{path}"
        );
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn https_makes_everything_stricter(db: PgPool) {
    let studio = TestApp::with(db, &[("APP_URL", "https://studio.example")]).await;
    let mut browser = studio.browser().header("origin", "https://studio.example");
    let answer = browser.register("ada@example.org").await;
    assert!(
        answer.header("strict-transport-security").starts_with("max-age="),
        "{answer:?}"
    );
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-studio_session=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
}
