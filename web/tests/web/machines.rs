//! Health, metrics, webhooks.

use sqlx::PgPool;
use uuid::Uuid;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn readiness_follows_the_database(db: PgPool) {
    let studio = TestApp::new(db).await;
    assert_eq!(studio.browser().get("/readyz").await.status, 200);
    studio.app.db.close().await;
    assert_eq!(studio.browser().get("/healthz").await.text(), "ok\n");
    assert_eq!(studio.browser().get("/readyz").await.status, 503);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn metrics_are_for_the_own_network(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.browser().get("/api/models/fal-ai/flux/dev").await;
    assert_eq!(studio.browser().get("/metrics").await.status, 404);
    let mut inside = studio.browser();
    inside.address = "127.0.0.1:55000".parse().unwrap();
    let answer = inside.get("/metrics").await;
    let line = "http_requests_total{method=\"GET\",route=\"/api/models/{*id}\",status=\"200\"} 1";
    assert!(answer.text().lines().any(|found| found == line), "{answer:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn webhooks_need_a_signature_and_a_token_of_ours(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut provider = studio.browser().without("origin");
    let answer = provider
        .post_text(&format!("/webhooks/fal/{}", Uuid::nil()), "application/json", "{}")
        .await;
    answer.problem(401, "unauthenticated");
    let answer = provider.post_text("/webhooks/fal/x", "application/json", "{}").await;
    answer.problem(404, "not_found");
}
