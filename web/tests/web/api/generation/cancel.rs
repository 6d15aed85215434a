use sqlx::PgPool;

use super::list::submit;
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_ends_at_once_and_its_credits_come_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let path = format!("/api/generate/queue/{}", submit(&mut browser).await);
    let answer = browser.delete(&path).await;
    assert_eq!(
        (answer.status, answer.json()["job"]["status"].as_str()),
        (200, Some("cancelled")),
        "{answer:?}"
    );
    let me = browser.get("/api/auth/me").await.json();
    assert_eq!(me["user"]["credits_balance"], 1000.0);
    browser.delete(&path).await.problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_cancels_somebody_elses_job(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut owner = studio.signed_in("ada@example.org").await;
    let id = submit(&mut owner).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger
        .delete(&format!("/api/generate/queue/{id}"))
        .await
        .problem(404, "not_found");
    let job = owner.get(&format!("/api/generate/queue/{id}/status")).await.json();
    assert_eq!(job["status"], "pending");
}
