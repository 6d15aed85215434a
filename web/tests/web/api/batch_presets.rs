//! Saved requests for batches: kept, changed by one at a time, used with a few things different.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const PRESETS: &str = "/api/batches/presets";

fn preset(name: &str) -> Value {
    json!({
        "name": name,
        "request": {
            "spec": { "source": "prompts", "prompts": ["a fox", "an owl"] },
            "defaults": { "model_id": "fal-ai/flux/schnell", "parameters": { "image_size": "square" } },
            "priority": 3
        }
    })
}

async fn save(browser: &mut Browser, name: &str) -> (String, String) {
    let answer = browser.post(PRESETS, &preset(name)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let id = answer.json()["preset"]["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("{PRESETS}/{id}"));
    (id, answer.header("etag").to_owned())
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_preset_is_saved_used_and_deleted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let (id, _) = save(&mut browser, "Animals").await;
    let listed = browser.get(PRESETS).await.json();
    assert_eq!(listed["items"][0]["name"], "Animals");

    let used = json!({ "preset_id": id, "defaults": { "num_images": 2 }, "window_jobs": 1 });
    let forecast = browser.post("/api/batches/preview", &used).await.json();
    assert_eq!(
        (&forecast["rows"], &forecast["images"]),
        (&json!(2), &json!(4)),
        "{forecast}"
    );
    let answer = browser.post("/api/generate/batch", &used).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let batch = &answer.json()["batch"];
    assert_eq!((&batch["name"], &batch["priority"]), (&json!("Animals"), &json!(3)));
    assert_eq!(batch["window_jobs"], 1);

    let both = json!({ "preset_id": id, "spec": { "source": "prompts", "prompts": ["a"] } });
    let refused = browser.post("/api/generate/batch", &both).await;
    assert_eq!(refused.problem(422, "invalid"), ["preset_id"]);
    let decided = json!({ "preset_id": id, "skip_broken_rows": true });
    let refused = browser.post("/api/generate/batch", &decided).await;
    assert_eq!(refused.problem(422, "invalid"), ["skip_broken_rows"]);

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&format!("{PRESETS}/{id}")).await.status, 404);
    assert_eq!(stranger.delete(&format!("{PRESETS}/{id}")).await.status, 404);
    let refused = stranger.post("/api/generate/batch", &json!({ "preset_id": id })).await;
    assert_eq!(refused.problem(422, "invalid"), ["preset_id"]);

    assert_eq!(browser.delete(&format!("{PRESETS}/{id}")).await.status, 204);
    assert_eq!(browser.delete(&format!("{PRESETS}/{id}")).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_change_says_what_it_is_based_on(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let (id, etag) = save(&mut browser, "Animals").await;
    save(&mut browser, "Others").await;
    let path = format!("{PRESETS}/{id}");
    let blind = browser.put(&path, &preset("Birds")).await;
    blind.problem(428, "version_missing");

    let mut first = browser.header("if-match", &etag);
    let taken = first.put(&path, &preset("Others")).await;
    taken.problem(409, "conflict");
    let changed = first.put(&path, &preset("Birds")).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""), "{changed:?}");
    first.put(&path, &preset("Fishes")).await.problem(412, "outdated");
    let found = browser.get(&path).await.json();
    assert_eq!(found["preset"]["name"], "Birds");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_no_request_is_not_kept(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let with = |field: &str, value: Value| {
        let mut body = preset("Animals");
        body["request"][field] = value;
        body
    };
    let large = format!("prompt\n{}", "a white fox\n".repeat(100_000));
    let table = [
        (with("priority", json!(101)), "request.priority"),
        (
            with("spec", json!({ "source": "prompts", "prompts": [] })),
            "request.spec.prompts",
        ),
        (
            with("spec", json!({ "source": "csv", "text": large })),
            "request.spec.text",
        ),
        (with("spec", json!(null)), "request.spec"),
        (preset(" "), "name"),
        (preset("a\u{0}b"), "name"),
    ];
    for (body, field) in table {
        let answer = browser.post(PRESETS, &body).await;
        assert_eq!(answer.problem(422, "invalid"), [field]);
    }
    assert_eq!(browser.get(PRESETS).await.json()["items"], json!([]));
}
