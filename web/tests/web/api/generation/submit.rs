use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{Answer, Browser, TestApp};

const TEXT: &str = "/api/generate/text-to-image";
const IMAGE: &str = "/api/generate/image-to-image";

pub(crate) fn body() -> Value {
    json!({ "model_id": "fal-ai/flux/schnell", "prompt": "a fox", "num_images": 2, "seed": "42" })
}

/// The usual request with some members set to other values; `null` takes one away.
fn body_with(changes: &Value) -> Value {
    let mut body = body();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

async fn with_key(browser: &Browser, key: &str, body: &Value) -> Answer {
    browser.header("idempotency-key", key).post(TEXT, body).await
}

async fn stored_jobs(studio: &TestApp) -> i64 {
    let query = sqlx::query_scalar("SELECT count(*) FROM generation_queue");
    query.fetch_one(&studio.app.db).await.unwrap()
}

async fn balance(browser: &mut Browser) -> f64 {
    browser.get("/api/auth/me").await.json()["user"]["credits_balance"]
        .as_f64()
        .unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_is_accepted_and_its_price_set_aside(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let answer = browser.post(TEXT, &body()).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let job = answer.json()["job"].clone();
    assert_eq!(
        answer.header("location"),
        format!("/api/generate/queue/{}/status", job["id"].as_str().unwrap())
    );
    assert_eq!(
        balance(&mut browser).await,
        1000.0 - job["held_credits"].as_f64().unwrap()
    );
    insta::assert_json_snapshot!(answer.json(), {
        ".job.id" => "[id]", ".job.created_at" => "[time]", ".job.updated_at" => "[time]",
        ".job.expected.from" => "[time]", ".job.expected.to" => "[time]",
    });
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_a_model_and_a_prompt_are_needed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let answer = browser
        .post(TEXT, &json!({ "model_id": "fal-ai/flux/dev", "prompt": "a fox" }))
        .await;
    let job = answer.json()["job"].clone();
    assert_eq!(
        (answer.status, job["num_images"].as_u64()),
        (202, Some(1)),
        "{answer:?}"
    );
    assert!(job["seed"].as_str().unwrap().parse::<u32>().is_ok());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn bad_values_are_named_and_nothing_is_stored(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let cases = [
        (json!({ "model_id": "fal-ai/nothing" }), "model_id"),
        (json!({ "model_id": null }), "model_id"),
        (json!({ "prompt": "" }), "prompt"),
        (json!({ "prompt": " \n" }), "prompt"),
        (json!({ "prompt": "x".repeat(1_000_000) }), "prompt"),
        (json!({ "prompt": 7 }), "prompt"),
        (json!({ "num_images": 0 }), "num_images"),
        (json!({ "num_images": 99 }), "num_images"),
        (json!({ "num_images": -1 }), "num_images"),
        (json!({ "num_images": 1.5 }), "num_images"),
        (json!({ "seed": "4294967296" }), "seed"),
        (json!({ "seed": -1 }), "seed"),
        (json!({ "priority": 101 }), "priority"),
        (json!({ "project_id": Uuid::nil() }), "project_id"),
        (json!({ "project_id": "mine" }), "project_id"),
        (
            json!({ "parameters": { "num_inference_steps": 1000 } }),
            "parameters.num_inference_steps",
        ),
        (
            json!({ "parameters": { "no_such_parameter": 1 } }),
            "parameters.no_such_parameter",
        ),
        (json!({ "parameters": [] }), "parameters"),
        (json!({ "no_such_field": 1 }), "no_such_field"),
    ];
    for (changes, field) in cases {
        let answer = browser.post(TEXT, &body_with(&changes)).await;
        let shown = changes.to_string().chars().take(100).collect::<String>();
        assert_eq!(answer.problem(422, "invalid"), [field], "{shown}");
    }
    assert_eq!(stored_jobs(&studio).await, 0);
    assert_eq!(balance(&mut browser).await, 1000.0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_range_is_told(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let changes = json!({ "num_images": 99, "parameters": { "num_inference_steps": 1000 } });
    let answer = browser.post(TEXT, &body_with(&changes)).await;
    insta::assert_json_snapshot!(answer.json()["errors"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_repeated_key_finds_the_first_job_and_pays_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let first = with_key(&browser, "k-1", &body()).await;
    let again = with_key(&browser, "k-1", &body()).await;
    assert_eq!((first.status, again.status), (202, 202));
    assert_eq!(first.json()["job"]["id"], again.json()["job"]["id"]);
    assert_eq!(
        (first.header("idempotent-replayed"), again.header("idempotent-replayed")),
        ("", "true")
    );
    assert_eq!(stored_jobs(&studio).await, 1);
    assert_eq!(
        balance(&mut browser).await,
        1000.0 - first.json()["job"]["held_credits"].as_f64().unwrap()
    );

    with_key(&browser, "k-1", &body_with(&json!({ "prompt": "a hare" })))
        .await
        .problem(409, "conflict");
    let stranger = studio.signed_in("bob@example.org").await;
    let other = with_key(&stranger, "k-1", &body()).await;
    assert_ne!(
        other.json()["job"]["id"],
        first.json()["job"]["id"],
        "keys belong to their user"
    );
    let fields = with_key(&browser, &"k".repeat(256), &body())
        .await
        .problem(422, "invalid");
    assert_eq!(fields, ["Idempotency-Key"]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_same_key_at_the_same_moment_makes_one_job(db: PgPool) {
    let studio = TestApp::new(db).await;
    let browser = studio.signed_in("ada@example.org").await;
    let body = body();
    let answers = futures::future::join_all((0..8).map(|_| with_key(&browser, "k-1", &body))).await;
    let mut ids: Vec<_> = answers
        .iter()
        .map(|answer| answer.json()["job"]["id"].to_string())
        .collect();
    ids.dedup();
    assert_eq!((ids.len(), stored_jobs(&studio).await), (1, 1), "{answers:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn without_credits_nothing_starts(db: PgPool) {
    let studio = TestApp::with(db, &[("SIGNUP_CREDITS", "1")]).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let answer = browser.post(TEXT, &body()).await;
    answer.problem(402, "insufficient_credits");
    assert_eq!(stored_jobs(&studio).await, 0);
    assert_eq!(balance(&mut browser).await, 1.0);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_source_picture_must_be_ones_own(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let body =
        json!({ "model_id": "fal-ai/flux/dev/image-to-image", "prompt": "in winter", "source_image_id": Uuid::nil() });
    let fields = browser.post(IMAGE, &body).await.problem(422, "invalid");
    assert_eq!(fields, ["source_image_id"]);
    let missing = json!({ "model_id": "fal-ai/flux/dev/image-to-image", "prompt": "in winter" });
    assert_eq!(
        browser.post(IMAGE, &missing).await.problem(422, "invalid"),
        ["source_image_id"]
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_gets_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio
        .browser()
        .post(TEXT, &body())
        .await
        .problem(401, "unauthenticated");
}
