//! Runs of recipes over HTTP: accepted once, steered, and nobody else's. No worker runs here, so nothing starts.

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use super::recipes::{RECIPES, body, create, path, picture, step, step_with};
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_run_is_accepted_once_and_can_be_steered(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let ids = [
        picture(&studio, "ada@example.org", 512).await,
        picture(&studio, "ada@example.org", 512).await,
    ];
    let request = json!({ "image_ids": ids });
    let mut keyed = browser.header("idempotency-key", "night");
    let answer = keyed.post(&path(&made, "/run"), &request).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let run = answer.json()["run"].clone();
    let at = |rest: &str| format!("/api/recipe-runs/{}{rest}", run["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), at(""));
    assert_eq!(
        (&run["state"], &run["steps"][0]["counts"]["waiting"]),
        (&json!("running"), &json!(2))
    );
    assert_eq!(run["recipe_id"], made.json()["recipe"]["id"]);
    let again = keyed.post(&path(&made, "/run"), &request).await;
    assert_eq!(
        (&again.json()["run"]["id"], again.header("idempotent-replayed")),
        (&run["id"], "true")
    );
    let other = json!({ "image_ids": [ids[0]] });
    keyed.post(&path(&made, "/run"), &other).await.problem(409, "conflict");
    assert_eq!(
        browser.get("/api/recipe-runs").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let paused = browser.put_empty(&at("/pause")).await.json()["run"].clone();
    assert_eq!(
        (&paused["state"], &paused["waiting"]["code"]),
        (&json!("paused"), &json!("recipe_paused"))
    );
    assert_eq!(browser.delete(&at("/pause")).await.json()["run"]["state"], "running");
    assert_eq!(
        browser.get(&at("/jobs")).await.json(),
        json!({ "items": [], "next_cursor": null })
    );
    for (query, field) in [
        ("step=0", "step"),
        ("step=9", "step"),
        ("step=x", "step"),
        ("status=lost", "status"),
        ("cursor=x", "cursor"),
    ] {
        let fields = browser
            .get(&at(&format!("/jobs?{query}")))
            .await
            .problem(422, "invalid");
        assert_eq!(fields, [field], "{query}");
    }
    browser.post(&at("/retry"), &json!({})).await.problem(409, "conflict");
    let cancelled = browser.delete(&at("")).await.json()["run"].clone();
    assert_eq!(
        (&cancelled["state"], &cancelled["steps"][0]["counts"]["cancelled"]),
        (&json!("cancelling"), &json!(2))
    );
    assert_eq!(browser.delete(&at("")).await.status, 200, "twice is fine");
    browser.put_empty(&at("/pause")).await.problem(409, "conflict");
    browser.post(&at("/retry"), &json!({})).await.problem(409, "conflict");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_must_be_ones_own_and_named_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    studio.signed_in("bob@example.org").await;
    let made = create(&mut browser).await;
    let mine = picture(&studio, "ada@example.org", 512).await;
    let theirs = picture(&studio, "bob@example.org", 512).await;
    let asked = json!({ "image_ids": [mine, theirs, mine], "project_id": null });
    let fields = browser.post(&path(&made, "/run"), &asked).await.problem(422, "invalid");
    assert_eq!(fields, ["image_ids[1]", "image_ids[2]"]);
    let many: Vec<Uuid> = (0..1001).map(|_| Uuid::new_v4()).collect();
    for (wrong, field) in [
        (json!({ "image_ids": [] }), "image_ids"),
        (json!({ "image_ids": many }), "image_ids"),
        (json!({ "image_ids": ["mine"] }), "image_ids[0]"),
        (json!({}), "image_ids"),
        (json!({ "image_ids": [mine], "project_id": Uuid::nil() }), "project_id"),
    ] {
        let answer = browser.post(&path(&made, "/run"), &wrong).await;
        assert_eq!(answer.problem(422, "invalid"), [field]);
    }
    assert_eq!(browser.get("/api/recipe-runs").await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_strangers_recipes_and_runs_do_not_exist(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let picture = picture(&studio, "ada@example.org", 512).await;
    let answer = browser
        .post(&path(&made, "/run"), &json!({ "image_ids": [picture] }))
        .await;
    let run = format!("/api/recipe-runs/{}", answer.json()["run"]["id"].as_str().unwrap());

    let stranger = studio.signed_in("bob@example.org").await;
    let mut stranger = stranger.header("if-match", made.header("etag"));
    let recipe = path(&made, "");
    stranger.get(&recipe).await.problem(404, "not_found");
    stranger
        .put(&recipe, &body(&json!([step()])))
        .await
        .problem(404, "not_found");
    stranger.delete(&recipe).await.problem(404, "not_found");
    let preview = path(&made, "/preview");
    stranger
        .post(&preview, &json!({ "inputs": 1 }))
        .await
        .problem(404, "not_found");
    let start = path(&made, "/run");
    stranger
        .post(&start, &json!({ "image_ids": [picture] }))
        .await
        .problem(404, "not_found");
    stranger.get(&run).await.problem(404, "not_found");
    stranger.delete(&run).await.problem(404, "not_found");
    stranger.get(&format!("{run}/jobs")).await.problem(404, "not_found");
    stranger
        .put_empty(&format!("{run}/pause"))
        .await
        .problem(404, "not_found");
    stranger.delete(&format!("{run}/pause")).await.problem(404, "not_found");
    stranger
        .post(&format!("{run}/retry"), &json!({}))
        .await
        .problem(404, "not_found");
    assert_eq!(stranger.get(RECIPES).await.json()["items"], json!([]));
    assert_eq!(stranger.get("/api/recipe-runs").await.json()["items"], json!([]));
    let batch = json!({
        "spec": { "source": "prompts", "prompts": ["a fox"] }, "defaults": { "model_id": "fal-ai/flux/schnell" },
        "recipe_id": made.json()["recipe"]["id"]
    });
    let fields = stranger
        .post("/api/generate/batch", &batch)
        .await
        .problem(422, "invalid");
    assert_eq!(fields, ["recipe_id"]);
    studio.browser().get(RECIPES).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn batches_and_single_requests_take_steps_along(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    let recipe_id = made.json()["recipe"]["id"].clone();
    let mut batch = json!({
        "spec": { "source": "prompts", "prompts": ["a fox", "an owl", "a hare"] },
        "defaults": { "model_id": "fal-ai/flux/schnell", "num_images": 2 }
    });
    let plain = browser.post("/api/batches/preview", &batch).await.json();
    batch["recipe_id"] = recipe_id.clone();
    let forecast = browser.post("/api/batches/preview", &batch).await.json();
    let jobs: Vec<u64> = forecast["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["jobs"].as_u64().unwrap())
        .collect();
    assert_eq!((jobs, plain["steps"].clone()), (vec![6, 6], json!([])), "{forecast:#}");
    for bound in ["low_credits", "expected_credits", "high_credits"] {
        let steps = forecast["steps"].as_array().unwrap().iter();
        let steps: f64 = steps.map(|step| step["cost"][bound].as_f64().unwrap()).sum();
        let rows = plain["cost"][bound].as_f64().unwrap();
        assert!(
            (forecast["cost"][bound].as_f64().unwrap() - rows - steps).abs() < 1e-6,
            "{bound}"
        );
    }
    let answer = browser.post("/api/generate/batch", &batch).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let run = answer.json()["batch"]["recipe_run_id"].as_str().unwrap().to_owned();
    let run = browser.get(&format!("/api/recipe-runs/{run}")).await.json()["run"].clone();
    assert_eq!(
        (&run["batch_id"], &run["recipe_id"]),
        (&answer.json()["batch"]["id"], &recipe_id)
    );

    let mut job = json!({ "model_id": "fal-ai/flux/schnell", "prompt": "a fox", "steps": [step()] });
    let answer = browser.post("/api/generate/text-to-image", &job).await;
    assert_eq!(
        (answer.status, &answer.json()["job"]["recipe_step"]),
        (202, &json!(0)),
        "{answer:?}"
    );
    job["recipe_id"] = recipe_id;
    for (path, body) in [
        ("/api/generate/text-to-image", &job),
        ("/api/generate/batch", &{
            batch["steps"] = json!([step()]);
            batch.clone()
        }),
    ] {
        let fields = browser.post(path, body).await.problem(422, "invalid");
        assert_eq!(fields, ["steps"], "{path}: a recipe or steps, not both");
    }
    job.as_object_mut().unwrap().remove("recipe_id");
    job["steps"] = json!([step(), step_with("parameters", json!({ "strength": -1 }))]);
    let fields = browser
        .post("/api/generate/text-to-image", &job)
        .await
        .problem(422, "invalid");
    assert_eq!(fields, ["steps[1].parameters.strength"]);
    job["steps"] = json!([]);
    let fields = browser
        .post("/api/generate/text-to-image", &job)
        .await
        .problem(422, "invalid");
    assert_eq!(fields, ["steps"]);
}
