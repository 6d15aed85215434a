use serde_json::json;
use sqlx::PgPool;

use super::super::generation::list::submit;
use super::reason;
use crate::support::TestApp;

const PATH: &str = "/api/admin/provider";

async fn execute(studio: &TestApp, statement: &'static str) {
    sqlx::query(statement).execute(&studio.app.db).await.unwrap();
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_lowered_limit_is_told_and_reset(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let open = admin.get(PATH).await.json();
    assert_eq!(
        (&open["state"], &open["limit"], &open["max_running"]),
        (&"open".into(), &16.into(), &16.into())
    );
    execute(
        &studio,
        "UPDATE provider_accounts SET running_limit = 1, reason = 'too many'",
    )
    .await;
    let first = submit(&mut admin).await;
    let second = submit(&mut admin).await;
    sqlx::query("UPDATE generation_queue SET released_at = now() WHERE id = $1::uuid")
        .bind(first)
        .execute(&studio.app.db)
        .await
        .unwrap();
    let lowered = admin.get(PATH).await.json();
    assert_eq!(
        (&lowered["state"], &lowered["limit"], &lowered["running"]),
        (&"lowered".into(), &1.into(), &1.into())
    );
    let told = (
        "provider_limit".to_owned(),
        "The provider takes no more at a time: 1 of 1 jobs run there".to_owned(),
    );
    assert_eq!(reason(&mut admin, &second).await, told);

    let reset = admin.put(PATH, &json!({ "max_running": 8 })).await.json();
    assert_eq!(
        (&reset["state"], &reset["limit"], &reset["max_running"]),
        (&"open".into(), &8.into(), &8.into())
    );
    assert_eq!(reason(&mut admin, &second).await.0, "slot");
    let back = admin.put(PATH, &json!({ "max_running": null })).await.json();
    assert_eq!(back["limit"], 16);
    for max in [0, -1, 1001] {
        let answer = admin.put(PATH, &json!({ "max_running": max })).await;
        assert_eq!(answer.problem(422, "invalid"), ["max_running"]);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_rest_is_told_with_its_end(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let id = submit(&mut admin).await;
    execute(
        &studio,
        "UPDATE provider_accounts SET held_until = now() + interval '1 min'",
    )
    .await;
    let held = admin.get(PATH).await.json();
    assert_eq!(held["state"], "held");
    let job = admin.get(&format!("/api/generate/queue/{id}/status")).await.json();
    assert_eq!(job["waiting"]["code"], "provider_limit");
    assert_eq!(job["waiting"]["until"], held["held_until"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_else_looks_at_the_account(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut user = studio.signed_in("ada@example.org").await;
    user.get(PATH).await.problem(403, "forbidden");
    user.put(PATH, &json!({ "max_running": 1 }))
        .await
        .problem(403, "forbidden");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_limit_is_among_the_metrics(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut inside = studio.browser();
    inside.address = "127.0.0.1:55000".parse().unwrap();
    let text = inside.get("/metrics").await.text().to_owned();
    assert!(text.lines().any(|line| line == "provider_jobs_limit 16"), "{text}");
}
