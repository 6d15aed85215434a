use sqlx::PgPool;

use super::list::submit;
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn calls_are_listed_to_their_owner_only(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let path = format!("/api/generate/queue/{id}/attempts");
    assert_eq!(browser.get(&path).await.json()["items"], serde_json::json!([]));
    sqlx::query(
        "INSERT INTO generation_attempts (id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state,
            request_id, error, accepted_at, ended_at)
        VALUES (gen_random_uuid(), $1::uuid, 2, 0, 0, 'generate', gen_random_uuid(), 'a/model', '{}', '', 'accepted', 'second',
                NULL, now(), NULL),
            (gen_random_uuid(), $1::uuid, 1, 0, 0, 'generate', gen_random_uuid(), 'a/model', '{}', '', 'failed', 'first',
                'it broke', now(), now())",
    )
    .bind(&id)
    .execute(&studio.app.db)
    .await
    .unwrap();
    let list = browser.get(&path).await.json();
    let items = list["items"].as_array().unwrap();
    let told: Vec<_> = items
        .iter()
        .map(|item| {
            [
                &item["number"],
                &item["state"],
                &item["request_id"],
                &item["error"],
                &item["decision"],
            ]
        })
        .map(|values| serde_json::json!(values))
        .collect();
    assert_eq!(
        told,
        [
            serde_json::json!([1, "failed", "first", "it broke", "retried"]),
            serde_json::json!([2, "accepted", "second", null, null]),
        ]
    );
    assert!(items.iter().all(|item| item.get("input").is_none()), "{list}");

    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger.get(&path).await.problem(404, "not_found");
}
