use serde_json::json;
use sqlx::PgPool;

use super::list::submit;
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_cancelled_job_waits_again_with_the_same_values(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let path = format!("/api/generate/queue/{}", submit(&mut browser).await);
    browser
        .post(&format!("{path}/retry"), &json!({}))
        .await
        .problem(409, "conflict");
    browser.delete(&path).await;
    let answer = browser.post(&format!("{path}/retry"), &json!({})).await;
    let job = answer.json()["job"].clone();
    assert_eq!(
        (answer.status, &job["status"], &job["seed"]),
        (202, &"pending".into(), &"42".into()),
        "{answer:?}"
    );
    let me = browser.get("/api/auth/me").await.json();
    assert_eq!(
        me["user"]["credits_balance"],
        1000.0 - job["held_credits"].as_f64().unwrap()
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_retries_somebody_elses_job(db: PgPool) {
    let studio = TestApp::new(db).await;
    let id = submit(&mut studio.signed_in("ada@example.org").await).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger
        .post(&format!("/api/generate/queue/{id}/retry"), &json!({}))
        .await
        .problem(404, "not_found");
}
