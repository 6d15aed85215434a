use serde_json::json;
use sqlx::PgPool;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "ada@example.org";
const CHANGE: &str = "/api/auth/change-password";
const NEW: &str = "green ferry over snow";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_browser_that_changes_it_stays_and_others_go(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut desk = studio.signed_in(EMAIL).await;
    let mut phone = studio.browser();
    assert_eq!(phone.log_in(EMAIL, PASSWORD).await.status, 200);
    let body = json!({ "current_password": PASSWORD, "new_password": NEW });
    assert_eq!(desk.put(CHANGE, &body).await.status, 204);

    assert_eq!(desk.get("/api/auth/me").await.status, 200);
    phone.get("/api/auth/me").await.problem(401, "unauthenticated");
    phone.log_in(EMAIL, PASSWORD).await.problem(401, "unauthenticated");
    assert_eq!(phone.log_in(EMAIL, NEW).await.status, 200);
    assert!(studio.has_mailed(EMAIL, "Your password was changed").await);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_browser_left_open_does_not_let_anybody_guess(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(EMAIL).await;
    let body = json!({ "current_password": PASSWORD, "new_password": EMAIL });
    assert_eq!(
        browser.put(CHANGE, &body).await.problem(422, "invalid"),
        ["new_password"]
    );
    let body = json!({ "current_password": "wrong password", "new_password": NEW });
    for _ in 0..5 {
        assert_eq!(
            browser.put(CHANGE, &body).await.problem(422, "invalid"),
            ["current_password"]
        );
    }
    browser.put(CHANGE, &body).await.problem(429, "limit_reached");
    studio
        .browser()
        .put(CHANGE, &body)
        .await
        .problem(401, "unauthenticated");
}
