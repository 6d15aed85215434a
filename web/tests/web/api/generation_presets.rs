//! Saved settings of the generation form.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestApp;

const PRESETS: &str = "/api/generate/presets";

fn preset(name: &str) -> Value {
    json!({
        "name": name, "model_id": "fal-ai/fast-sdxl", "parameters": { "num_inference_steps": 31 },
        "negative_prompt": "blurry", "num_images": 2, "is_default": true
    })
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn settings_are_kept_changed_and_deleted_by_their_owner(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let created = browser.post(PRESETS, &preset("Ink")).await;
    assert_eq!(created.status, 201, "{created:?}");
    let body = created.json()["preset"].clone();
    assert_eq!((&body["state"], &body["is_default"]), (&json!("fits"), &json!(true)));
    let path = format!("{PRESETS}/{}", body["id"].as_str().unwrap());
    assert_eq!(created.header("location"), path);
    assert_eq!(browser.post(PRESETS, &preset("Ink")).await.status, 409);

    let refuse = |key: &str, value: Value| {
        let mut body = preset("Other");
        body[key] = value;
        body
    };
    for (body, field) in [
        (refuse("name", json!("")), "name"),
        (refuse("model_id", json!("no/such")), "model_id"),
        (refuse("model_id", json!("fal-ai/esrgan")), "model_id"),
        (refuse("num_images", json!(99)), "num_images"),
        (refuse("parameters", json!({ "swirl": 3 })), "parameters.swirl"),
    ] {
        assert_eq!(browser.post(PRESETS, &body).await.problem(422, "invalid"), [field]);
    }

    // Another default takes the place of the first, which is a change of it.
    assert_eq!(browser.post(PRESETS, &preset("Oil")).await.status, 201);
    let found = browser.get(&path).await;
    assert_eq!(found.json()["preset"]["is_default"], false);
    let etag = found.header("etag").to_owned();
    assert_eq!(browser.put(&path, &preset("Pen")).await.status, 428);
    assert_eq!(
        browser
            .header("if-match", "\"1\"")
            .put(&path, &preset("Pen"))
            .await
            .status,
        412
    );
    assert_eq!(
        browser
            .header("if-match", &etag)
            .put(&path, &preset("Oil"))
            .await
            .status,
        409
    );
    let changed = browser.header("if-match", &etag).put(&path, &preset("Pen")).await;
    assert_eq!(changed.json()["preset"]["name"], "Pen", "{changed:?}");

    // What the model no longer takes is told, and does not stand in the way of another name.
    sqlx::query("UPDATE generation_presets SET parameters = '{\"swirl\": 3}' WHERE name = 'Pen'")
        .execute(&db)
        .await
        .unwrap();
    let mut body = browser.get(&path).await.json()["preset"].clone();
    assert_eq!(
        (&body["state"], &body["complaints"][0]["field"]),
        (&json!("changed"), &json!("parameters.swirl"))
    );
    body = json!({
        "name": "Quill", "model_id": body["model_id"], "parameters": body["parameters"],
        "negative_prompt": body["negative_prompt"], "num_images": body["num_images"]
    });
    let renamed = browser
        .header("if-match", changed.header("etag"))
        .put(&path, &body)
        .await;
    assert_eq!(renamed.status, 200, "{renamed:?}");

    let listed = browser.get(&format!("{PRESETS}?limit=1")).await.json();
    assert_eq!(listed["items"][0]["name"], "Oil");
    let rest = browser
        .get(&format!("{PRESETS}?cursor={}", listed["next_cursor"].as_str().unwrap()))
        .await
        .json();
    assert_eq!(
        (&rest["items"][0]["name"], &rest["next_cursor"]),
        (&json!("Quill"), &Value::Null)
    );

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(
        stranger
            .header("if-match", renamed.header("etag"))
            .put(&path, &preset("Mine"))
            .await
            .status,
        404
    );
    assert_eq!(stranger.delete(&path).await.status, 404);
    assert_eq!(stranger.get(PRESETS).await.json()["items"], json!([]));
    assert_eq!(browser.delete(&path).await.status, 204);
    assert_eq!(browser.delete(&path).await.status, 404);
}
