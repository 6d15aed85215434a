use serde_json::json;
use sqlx::PgPool;
use studio_app::tasks::housekeeping::Chore;

use crate::support::TestApp;

const PATH: &str = "/api/admin/housekeeping";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn chores_are_listed_and_made_due(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    sqlx::query(
        "UPDATE housekeeping_runs SET due_at = now() + interval '1 day', started_at = now(), ended_at = now(), duration_ms = 7,
            removed = 42, error = 'the store is away' WHERE name = 'attempts'",
    )
    .execute(&studio.app.db)
    .await
    .unwrap();
    let list = admin.get(PATH).await.json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), Chore::ALL.len());
    let attempts = items.iter().find(|item| item["name"] == "attempts").unwrap();
    assert_eq!(
        (&attempts["every_s"], &attempts["keeps_s"], &attempts["is_running"]),
        (&86_400.into(), &(90 * 86_400).into(), &false.into())
    );
    let last = &attempts["last_run"];
    assert_eq!(
        (&last["removed"], &last["duration_ms"], &last["error"]),
        (&42.into(), &7.into(), &"the store is away".into())
    );
    let events = items.iter().find(|item| item["name"] == "events").unwrap();
    assert!(events["last_run"].is_null());

    let due = admin.post(&format!("{PATH}/attempts/run"), &json!({})).await;
    assert_eq!(due.status, 202);
    let due_at: chrono::DateTime<chrono::Utc> = serde_json::from_value(due.json()["due_at"].clone()).unwrap();
    assert!(due_at <= chrono::Utc::now() + chrono::TimeDelta::seconds(5), "{due_at}");
    let unknown = admin.post(&format!("{PATH}/nothing/run"), &json!({})).await;
    unknown.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_else_cleans_up(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut other = studio.signed_in("other@example.org").await;
    other.get(PATH).await.problem(403, "forbidden");
    let answer = other.post(&format!("{PATH}/events/run"), &json!({})).await;
    answer.problem(403, "forbidden");
}
