mod housekeeping;
mod models;
mod plugins;
mod provider;
mod retries;

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use super::generation::list::submit;
use crate::support::{Browser, TestApp};

async fn reason(browser: &mut Browser, id: &str) -> (String, String) {
    let job = browser.get(&format!("/api/generate/queue/{id}/status")).await.json();
    let text = |name: &str| job["waiting"][name].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_and_everything_are_paused_with_a_reason(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut user = studio.signed_in("ada@example.org").await;
    let id = submit(&mut user).await;
    let body = json!({ "model_id": "fal-ai/flux/schnell", "reason": "It is being updated." });
    let answer = admin.post("/api/admin/pauses", &body).await;
    assert_eq!(
        (answer.status, &answer.json()["scope"]),
        (201, &"model".into()),
        "{answer:?}"
    );
    let location = answer.header("location").to_owned();
    let told = (
        "model_paused".to_owned(),
        "The model is paused: It is being updated.".to_owned(),
    );
    assert_eq!(reason(&mut user, &id).await, told);
    admin.post("/api/admin/pauses", &body).await.problem(409, "conflict");

    assert_eq!(admin.post("/api/admin/pauses", &json!({})).await.status, 201);
    assert_eq!(reason(&mut user, &id).await.0, "all_paused");
    let pauses = admin.get("/api/admin/pauses").await.json();
    assert_eq!(pauses["items"].as_array().unwrap().len(), 2);
    assert_eq!(admin.delete(&location).await.status, 204);
    admin.delete(&location).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_limit_is_set_replaced_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let limit = |max: i64| json!({ "model_id": "fal-ai/flux/schnell", "max_running": max });
    let first = admin.put("/api/admin/limits", &limit(4)).await.json();
    let second = admin.put("/api/admin/limits", &limit(2)).await.json();
    assert_eq!((&first["id"], &second["max_running"]), (&second["id"], &2.into()));
    for max in [0, -1, 1001] {
        let fields = admin
            .put("/api/admin/limits", &limit(max))
            .await
            .problem(422, "invalid");
        assert_eq!(fields, ["max_running"]);
    }
    let path = format!("/api/admin/limits/{}", first["id"].as_str().unwrap());
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(admin.get("/api/admin/limits").await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_does_not_exist_is_neither_paused_nor_limited(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    for (body, field) in [
        (json!({ "model_id": "no/such" }), "model_id"),
        (json!({ "user_id": Uuid::nil() }), "user_id"),
        (
            json!({ "model_id": "fal-ai/flux/dev", "user_id": Uuid::nil() }),
            "user_id",
        ),
        (json!({ "reason": "x".repeat(501) }), "reason"),
    ] {
        assert_eq!(
            admin.post("/api/admin/pauses", &body).await.problem(422, "invalid"),
            [field]
        );
    }
    let fields = admin.put("/api/admin/limits", &json!({ "max_running": 1 })).await;
    assert_eq!(fields.problem(422, "invalid"), ["model_id"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_administrators_may(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut user = studio.signed_in("ada@example.org").await;
    user.get("/api/admin/pauses").await.problem(403, "forbidden");
    user.post("/api/admin/pauses", &json!({}))
        .await
        .problem(403, "forbidden");
    user.delete(&format!("/api/admin/pauses/{}", Uuid::nil()))
        .await
        .problem(403, "forbidden");
    user.get("/api/admin/limits").await.problem(403, "forbidden");
    user.put(
        "/api/admin/limits",
        &json!({ "model_id": "fal-ai/flux/dev", "max_running": 1 }),
    )
    .await
    .problem(403, "forbidden");
    studio
        .browser()
        .get("/api/admin/pauses")
        .await
        .problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_user_does_not_lift_an_administrators_pause(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut user = studio.signed_in("ada@example.org").await;
    let id = submit(&mut user).await;
    let user_id = user.get("/api/auth/me").await.json()["user"]["id"].clone();
    user.put_empty("/api/generate/queue/pause").await;
    let body = json!({ "user_id": user_id, "reason": "Too much." });
    assert_eq!(
        admin.post("/api/admin/pauses", &body).await.status,
        201,
        "beside the user's own"
    );
    assert_eq!(user.delete("/api/generate/queue/pause").await.status, 200);
    assert_eq!(
        reason(&mut user, &id).await,
        (
            "user_paused".to_owned(),
            "An administrator has paused your queue: Too much.".to_owned()
        )
    );
    assert_eq!(
        admin.get("/api/admin/pauses").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
