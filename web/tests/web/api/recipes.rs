//! Recipes over HTTP: what is kept, what is refused, whose it is, and what previews tell. No worker runs here, so nothing starts.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::support::{Answer, Browser, TestApp};

pub(super) const RECIPES: &str = "/api/recipes";
const MODEL: &str = "fal-ai/flux/dev/image-to-image";

pub(super) fn step() -> Value {
    json!({ "operation": "image-to-image", "model_id": MODEL, "parameters": { "strength": 0.6 }, "prompt": "in winter" })
}

pub(super) fn body(steps: &Value) -> Value {
    json!({ "name": "Winter, twice", "steps": steps })
}

/// A step with one member set to another value.
pub(super) fn step_with(name: &str, value: Value) -> Value {
    let mut step = step();
    step[name] = value;
    step
}

pub(super) async fn create(browser: &mut Browser) -> Answer {
    let answer = browser
        .post(RECIPES, &body(&json!([step(), step_with("num_images", json!(2))])))
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer
}

pub(super) fn path(answer: &Answer, rest: &str) -> String {
    format!("{RECIPES}/{}{rest}", answer.json()["recipe"]["id"].as_str().unwrap())
}

/// A picture of the user with this address, as if a job had made it.
pub(crate) async fn picture(studio: &TestApp, email: &str, side: i32) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query(
        "INSERT INTO images (
            id, user_id, object_id, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256, average_color,
            placeholder, is_flagged, prompt, model_id, model_version, parameters
        ) SELECT $1, id, $1, 'none', 'none', 'none', $3, $3, 1, 'png', decode(repeat('00', 32), 'hex'), '#000000', '', false,
            'a fox', 'fal-ai/flux/schnell', '1', '{}'
        FROM users WHERE email = $2",
    )
    .bind(id)
    .bind(email)
    .bind(side)
    .execute(&studio.app.db)
    .await
    .unwrap();
    id
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_recipe_is_made_listed_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let made = create(&mut browser).await;
    assert_eq!(made.header("location"), path(&made, ""));
    let recipe = made.json()["recipe"].clone();
    assert_eq!(
        (&recipe["steps"][0]["take"], &recipe["steps"][1]["num_images"]),
        (&json!("all"), &json!(2))
    );
    let found = browser.get(&path(&made, "")).await;
    assert_eq!(
        (found.json()["recipe"].clone(), found.header("etag")),
        (recipe.clone(), made.header("etag"))
    );
    assert_eq!(browser.get(RECIPES).await.json()["items"], json!([recipe]));

    let changed = json!({ "name": "Winter", "steps": [step()] });
    browser
        .put(&path(&made, ""), &changed)
        .await
        .problem(428, "version_missing");
    let version = made.header("etag").to_owned();
    let mut holder = browser.header("if-match", &version);
    let answer = holder.put(&path(&made, ""), &changed).await;
    assert_eq!(
        (answer.status, &answer.json()["recipe"]["name"]),
        (200, &json!("Winter"))
    );
    assert_ne!(answer.header("etag"), version);
    holder.put(&path(&made, ""), &changed).await.problem(412, "outdated");

    assert_eq!(browser.delete(&path(&made, "")).await.status, 204);
    browser.get(&path(&made, "")).await.problem(404, "not_found");
    browser.delete(&path(&made, "")).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_field_is_named_with_its_step(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let wrong = [
        (json!([]), vec!["steps"]),
        (
            json!([step_with("num_images", json!(4000)), step()]),
            vec!["steps[0].num_images"],
        ),
        (Value::Array(vec![step(); 9]), vec!["steps"]),
        (Value::Array(vec![step_with("num_images", json!(4)); 5]), vec!["steps"]),
        (
            json!([step_with("model_id", json!("fal-ai/nothing"))]),
            vec!["steps[0].model_id"],
        ),
        // A model that does not offer the operation.
        (
            json!([{ "operation": "image-to-image", "model_id": "fal-ai/flux/schnell" }]),
            vec!["steps[0].operation"],
        ),
        (
            json!([step(), step_with("operation", json!("upscale"))]),
            vec!["steps[1].operation"],
        ),
        (
            json!([step_with("operation", json!("text-to-image"))]),
            vec!["steps[0].operation"],
        ),
        (
            json!([step_with("operation", json!("inpaint"))]),
            vec!["steps[0].operation"],
        ),
        (
            json!([step_with("operation", json!("fold"))]),
            vec!["steps[0].operation"],
        ),
        (
            json!([step(), step_with("parameters", json!({ "strength": 7 }))]),
            vec!["steps[1].parameters.strength"],
        ),
        (
            json!([step(), step_with("parameters", json!({ "strenght": 0.5 }))]),
            vec!["steps[1].parameters.strenght"],
        ),
        (
            json!([step_with("num_images", json!(0)), step_with("prompt", json!(" "))]),
            vec!["steps[0].num_images", "steps[1].prompt"],
        ),
        (json!([step_with("seed", json!("4294967296"))]), vec!["steps[0].seed"]),
        (json!([step_with("take", json!("last"))]), vec!["steps[0].take"]),
        (
            json!([step(), step_with("strength", json!(0.5))]),
            vec!["steps[1].strength"],
        ),
    ];
    for (steps, fields) in wrong {
        let answer = browser.post(RECIPES, &body(&steps)).await;
        assert_eq!(answer.problem(422, "invalid"), fields, "{steps}");
    }
    let nameless = json!({ "name": " ", "steps": [step_with("seed", json!("4294967296"))] });
    let fields = browser.post(RECIPES, &nameless).await.problem(422, "invalid");
    assert_eq!(fields, ["name", "steps[0].seed"]);
    assert_eq!(browser.get(RECIPES).await.json()["items"], json!([]));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_preview_counts_and_prices_every_step(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let steps = json!([
        step_with("num_images", json!(2)),
        step(),
        step_with("take", json!("first"))
    ]);
    let made = browser.post(RECIPES, &body(&steps)).await;
    let preview = browser
        .post(&path(&made, "/preview"), &json!({ "inputs": 10 }))
        .await
        .json();
    let of = |field: &str| {
        let steps = preview["steps"].as_array().unwrap();
        steps
            .iter()
            .map(|step| step[field].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (of("jobs"), of("images")),
        (vec![10, 20, 20], vec![20, 20, 20]),
        "{preview:#}"
    );
    assert_eq!(preview["jobs"], 50);
    let credits = |value: &Value| value["high_credits"].as_f64().unwrap();
    let sum: f64 = preview["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| credits(&step["cost"]))
        .sum();
    assert!(
        sum > 0.0 && (sum - credits(&preview["cost"])).abs() < 1e-6,
        "{preview:#}"
    );
    assert_eq!(preview["balance_credits"], 1000.0);

    let large = picture(&studio, "ada@example.org", 2048).await;
    let small = picture(&studio, "ada@example.org", 512).await;
    let price = async |browser: &mut Browser, ids: &[Uuid]| {
        let answer = browser
            .post(&path(&made, "/preview"), &json!({ "image_ids": ids }))
            .await;
        credits(&answer.json()["cost"])
    };
    let (one, other) = (price(&mut browser, &[large]).await, price(&mut browser, &[small]).await);
    assert!(one > other, "a picture is priced by its size: {one} {other}");
    assert!((price(&mut browser, &[large, small]).await - one - other).abs() < 1e-6);

    for (wrong, field) in [
        (json!({}), "inputs"),
        (json!({ "inputs": 1, "image_ids": [large] }), "inputs"),
        (json!({ "inputs": 0 }), "inputs"),
        (json!({ "inputs": 1001 }), "inputs"),
        (json!({ "inputs": -1 }), "inputs"),
        (json!({ "image_ids": [] }), "image_ids"),
        (json!({ "image_ids": [large, Uuid::nil()] }), "image_ids[1]"),
    ] {
        let answer = browser.post(&path(&made, "/preview"), &wrong).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{wrong}");
    }
}
