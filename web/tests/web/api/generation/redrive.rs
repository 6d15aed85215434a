use serde_json::{Value, json};
use sqlx::PgPool;

use super::list::submit;
use crate::support::TestApp;

const PATH: &str = "/api/generate/queue/redrive";

/// As a worker leaves a job that failed: nothing is held for it any more.
async fn fail(studio: &TestApp, id: &str, code: &str) {
    sqlx::query(
        "UPDATE generation_queue SET status = 'failed', error_code = $2, error_message = 'It failed.', completed_at = now(),
            held_microdollars = 0 WHERE id = $1::uuid",
    )
    .bind(id)
    .bind(code)
    .execute(&studio.app.db)
    .await
    .unwrap();
}

async fn status(browser: &mut crate::support::Browser, id: &str) -> Value {
    browser.get(&format!("/api/generate/queue/{id}/status")).await.json()["status"].clone()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_filter_chooses_and_nothing_starts_twice(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let mut jobs = Vec::new();
    for code in ["outage", "outage", "refused"] {
        let id = submit(&mut browser).await;
        fail(&studio, &id, code).await;
        jobs.push(id);
    }
    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.post(PATH, &json!({})).await.json()["restarted"], 0);
    let none = browser.post(PATH, &json!({ "model_id": "no/such" })).await.json();
    assert_eq!(none["restarted"], 0);
    let none = browser
        .post(PATH, &json!({ "until": "2020-01-01T00:00:00Z" }))
        .await
        .json();
    assert_eq!(none["restarted"], 0);

    let outage = json!({ "error_code": "outage", "limit": 1 });
    let first = browser.post(PATH, &outage).await.json();
    assert_eq!((&first["restarted"], &first["skipped"]), (&1.into(), &json!([])));
    assert!(first["held_credits"].as_f64().unwrap() > 0.0);
    let second = json!({ "error_code": "outage", "limit": 1, "cursor": first["next_cursor"] });
    assert_eq!(browser.post(PATH, &second).await.json()["restarted"], 1);
    assert_eq!(browser.post(PATH, &outage).await.json()["restarted"], 0);
    assert_eq!(status(&mut browser, &jobs[0]).await, "pending");
    assert_eq!(status(&mut browser, &jobs[1]).await, "pending");
    assert_eq!(status(&mut browser, &jobs[2]).await, "failed");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_cannot_be_paid_stays_failed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    fail(&studio, &id, "outage").await;
    sqlx::query("UPDATE users SET balance_microdollars = 1")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let answer = browser.post(PATH, &json!({})).await.json();
    assert_eq!(answer["restarted"], 0);
    assert_eq!(
        answer["skipped"],
        json!([{ "reason": "insufficient_credits", "jobs": 1 }])
    );
    assert_eq!(status(&mut browser, &id).await, "failed");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_wrong_wish_is_explained(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for limit in [0, 201] {
        let answer = browser.post(PATH, &json!({ "limit": limit })).await;
        assert_eq!(answer.problem(422, "invalid"), ["limit"]);
    }
    assert_eq!(browser.post(PATH, &json!({ "cursor": "x" })).await.status, 422);
}
