use sqlx::PgPool;

use super::list::submit;
use crate::support::TestApp;

fn path(id: &str) -> String {
    format!("/api/generate/queue/{id}/pause")
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_is_held_back_and_says_so(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    for _ in ["once", "twice"] {
        let answer = browser.put_empty(&path(&id)).await;
        let job = &answer.json()["job"];
        assert_eq!((answer.status, &job["is_paused"]), (200, &true.into()), "{answer:?}");
        assert_eq!(job["waiting"]["code"], "paused");
    }
    let job = browser.delete(&path(&id)).await.json()["job"].clone();
    assert_eq!(
        (&job["is_paused"], &job["waiting"]["code"]),
        (&false.into(), &"slot".into())
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nothing_that_has_ended_or_is_foreign_is_paused(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let mut stranger = studio.signed_in("bob@example.org").await;
    stranger.put_empty(&path(&id)).await.problem(404, "not_found");
    browser.delete(&format!("/api/generate/queue/{id}")).await;
    browser.put_empty(&path(&id)).await.problem(409, "conflict");
    browser.delete(&path(&id)).await.problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_whole_queue_is_paused_for_its_owner_alone(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let (mine, other) = (submit(&mut ada).await, submit(&mut bob).await);
    assert_eq!(ada.put_empty("/api/generate/queue/pause").await.json()["paused"], true);
    assert_eq!(ada.get("/api/generate/queue/pause").await.json()["paused"], true);
    assert_eq!(bob.get("/api/generate/queue/pause").await.json()["paused"], false);
    let status = |id: &str| format!("/api/generate/queue/{id}/status");
    assert_eq!(ada.get(&status(&mine)).await.json()["waiting"]["code"], "queue_paused");
    assert_eq!(bob.get(&status(&other)).await.json()["waiting"]["code"], "slot");
    assert_eq!(ada.delete("/api/generate/queue/pause").await.json()["paused"], false);
    assert_eq!(ada.get(&status(&mine)).await.json()["waiting"]["code"], "slot");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_that_is_run_again_is_not_paused_any_more(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    browser.put_empty(&path(&id)).await;
    browser.delete(&format!("/api/generate/queue/{id}")).await;
    let job = browser
        .post(&format!("/api/generate/queue/{id}/retry"), &serde_json::json!({}))
        .await;
    assert_eq!(
        (job.status, &job.json()["job"]["is_paused"]),
        (202, &false.into()),
        "{job:?}"
    );
}
