use sqlx::PgPool;
use uuid::Uuid;

use super::list::submit;
use crate::support::TestApp;

fn path(id: &str) -> String {
    format!("/api/generate/queue/{id}/status")
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_says_where_it_stands(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    submit(&mut browser).await;
    let second = submit(&mut browser).await;
    let job = browser.get(&path(&second)).await.json();
    assert_eq!(
        (&job["id"], &job["status"], &job["position"]),
        (&second.into(), &"pending".into(), &1.into())
    );
    assert_eq!(job["waiting"]["code"], "slot");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn foreign_unknown_and_impossible_ids_are_not_found(db: PgPool) {
    let studio = TestApp::new(db).await;
    let foreign = submit(&mut studio.signed_in("ada@example.org").await).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    for id in [foreign.as_str(), &Uuid::nil().to_string(), "x", "%00"] {
        stranger.get(&path(id)).await.problem(404, "not_found");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_expected_end_is_a_range_unless_the_job_is_held_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let job = browser.get(&path(&id)).await.json();
    let time = |name: &str| {
        job["expected"][name]
            .as_str()
            .unwrap()
            .parse::<chrono::DateTime<chrono::Utc>>()
    };
    assert!(time("from").unwrap() < time("to").unwrap(), "{job}");
    assert_eq!(job["expected_unknown"], serde_json::Value::Null);
    browser.put_empty("/api/generate/queue/pause").await;
    let job = browser.get(&path(&id)).await.json();
    assert_eq!(
        (&job["expected"], &job["expected_unknown"]),
        (&serde_json::Value::Null, &"paused".into())
    );
}
