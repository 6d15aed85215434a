use serde_json::{Value, json};
use sqlx::PgPool;

use super::list::submit;
use super::submit::body;
use crate::support::{Browser, TestApp};

const MODEL: &str = "fal-ai/flux/schnell";

fn path(id: &str) -> String {
    format!("/api/generate/queue/{id}")
}

/// The browser as it sends the version of the job that it sees now.
async fn with_version(browser: &mut Browser, id: &str) -> Browser {
    let status = browser.get(&format!("/api/generate/queue/{id}/status")).await;
    browser.header("if-match", status.header("etag"))
}

async fn balance(studio: &TestApp) -> i64 {
    sqlx::query_scalar("SELECT balance_microdollars FROM users ORDER BY created_at LIMIT 1")
        .fetch_one(&studio.app.db)
        .await
        .unwrap()
}

fn held(answer: &Value) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "some thousands")]
    let microdollars = (answer["job"]["held_credits"].as_f64().unwrap() * 1000.0).round() as i64;
    microdollars
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_waiting_job_asks_for_something_else_and_holds_the_difference(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let before = balance(&studio).await;
    let first = browser.post("/api/generate/text-to-image", &body()).await.json();
    let id = first["job"]["id"].as_str().unwrap().to_owned();
    let seed = first["job"]["seed"].clone();

    let more =
        json!({ "model_id": MODEL, "prompt": "four owls", "num_images": 4, "parameters": { "image_size": "square" } });
    let answer = with_version(&mut browser, &id).await.put(&path(&id), &more).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let tag = answer.header("etag").to_owned();
    let edited = answer.json();
    let job = &edited["job"];
    assert_eq!(
        (&job["prompt"], &job["num_images"], &job["seed"]),
        (&"four owls".into(), &4.into(), &seed)
    );
    assert_eq!(
        (&job["model_id"], &job["parameters"]["image_size"]),
        (&MODEL.into(), &"square".into())
    );
    assert_ne!(held(&edited), held(&first));
    assert_eq!(balance(&studio).await, before - held(&edited));

    let less = json!({ "model_id": MODEL, "prompt": "an owl", "seed": 7, "parameters": { "image_size": "square" } });
    let answer = browser.header("if-match", &tag).put(&path(&id), &less).await;
    let fewer = answer.json();
    assert_eq!((answer.status, &fewer["job"]["seed"]), (200, &"7".into()), "{answer:?}");
    assert!(held(&fewer) < held(&edited), "{fewer}");
    assert_eq!(balance(&studio).await, before - held(&fewer));

    // The version of before is not one any more.
    browser
        .header("if-match", &tag)
        .put(&path(&id), &more)
        .await
        .problem(412, "outdated");
    browser.put(&path(&id), &more).await.problem(428, "version_missing");
    let cancelled = browser.delete(&path(&id)).await;
    assert_eq!(cancelled.json()["job"]["status"], "cancelled", "{cancelled:?}");
    assert_eq!(balance(&studio).await, before);
    assert!(
        studio_db::ledger::check::list_imbalances(&mut studio.app.db.acquire().await.unwrap())
            .await
            .unwrap()
            .is_empty()
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_wrong_or_too_dear_leaves_the_job_as_it_was(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let status = format!("/api/generate/queue/{id}/status");
    let before = browser.get(&status).await.json();
    let mut versioned = with_version(&mut browser, &id).await;

    let wrong = json!({ "model_id": MODEL, "prompt": " ", "num_images": 99, "parameters": { "no_such": 1 } });
    let mut fields = versioned.put(&path(&id), &wrong).await.problem(422, "invalid");
    fields.sort();
    assert_eq!(fields, ["num_images", "parameters.no_such", "prompt"]);
    let unknown = json!({ "model_id": "no/such", "prompt": "an owl" });
    assert_eq!(
        versioned.put(&path(&id), &unknown).await.problem(422, "invalid"),
        ["model_id"]
    );
    // Of another operation than the job.
    let other = json!({ "model_id": "fal-ai/flux/dev/image-to-image", "prompt": "an owl" });
    versioned.put(&path(&id), &other).await.problem(422, "invalid");

    sqlx::query("UPDATE users SET balance_microdollars = 0")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let dear = json!({ "model_id": "fal-ai/flux-pro/v1.1", "prompt": "an owl", "num_images": 4 });
    versioned
        .put(&path(&id), &dear)
        .await
        .problem(402, "insufficient_credits");
    assert_eq!(browser.get(&status).await.json(), before);

    let stranger = studio.signed_in("bob@example.org").await;
    stranger
        .header("if-match", "\"1\"")
        .put(&path(&id), &dear)
        .await
        .problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_that_has_begun_stays_as_it_is(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let id = submit(&mut browser).await;
    let edit = json!({ "model_id": MODEL, "prompt": "an owl" });
    // Tried once, and waits for the next time.
    sqlx::query(
        "INSERT INTO generation_attempts (id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state,
            error, ended_at)
        VALUES (gen_random_uuid(), $1::uuid, 1, 0, 0, 'generate', gen_random_uuid(), 'a/model', '{}', '', 'failed', 'it broke', now())",
    )
    .bind(&id)
    .execute(&studio.app.db)
    .await
    .unwrap();
    with_version(&mut browser, &id)
        .await
        .put(&path(&id), &edit)
        .await
        .problem(409, "conflict");
    sqlx::query("UPDATE generation_queue SET released_at = now(), release_no = 1")
        .execute(&studio.app.db)
        .await
        .unwrap();
    with_version(&mut browser, &id)
        .await
        .put(&path(&id), &edit)
        .await
        .problem(409, "conflict");
}
