use serde_json::json;
use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_session_ends_for_good(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let mut thief = browser.clone();
    let answer = browser.post("/api/auth/logout", &json!({})).await;
    assert_eq!((answer.status, answer.bytes.len()), (204, 0));
    assert_eq!(browser.cookie("studio_session"), None);
    thief.get("/api/auth/me").await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_may_log_out_too(db: PgPool) {
    let studio = TestApp::new(db).await;
    assert_eq!(studio.browser().post("/api/auth/logout", &json!({})).await.status, 204);
}
