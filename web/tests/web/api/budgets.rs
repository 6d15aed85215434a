//! Budgets over HTTP.

use serde_json::{Value, json};
use sqlx::PgPool;

use super::generation::submit_body;
use crate::support::{Browser, TestApp};

const BUDGETS: &str = "/api/budgets";
const SUBMIT: &str = "/api/generate/text-to-image";

async fn put(browser: &mut Browser, budget: &Value) -> Value {
    let answer = browser.put(BUDGETS, budget).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn used(browser: &mut Browser) -> f64 {
    let budgets = browser.get(BUDGETS).await.json();
    budgets["items"][0]["used_credits"].as_f64().unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_hard_budget_refuses_and_a_soft_one_tells(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let first = browser.post(SUBMIT, &submit_body()).await.json()["job"].clone();
    let price = first["held_credits"].as_f64().unwrap();
    let hard = put(&mut browser, &json!({ "period": "day", "credits": price * 1.5 })).await;
    assert_eq!(
        (&hard["used_credits"], &hard["is_hard"], &hard["state"]),
        (&json!(price), &json!(true), &json!("free")),
        "a new budget counts what is held already"
    );
    let before = browser.get("/api/auth/me").await.json()["user"]["credits_balance"].clone();
    let refused = browser.post(SUBMIT, &submit_body()).await;
    refused.problem(402, "budget_reached");
    assert!(
        refused.json()["detail"].as_str().unwrap().contains("a day"),
        "{refused:?}"
    );
    assert_eq!(
        browser.get("/api/auth/me").await.json()["user"]["credits_balance"],
        before
    );
    assert!(
        (used(&mut browser).await - price).abs() < 1e-9,
        "a refusal counts nothing"
    );

    let soft = json!({ "period": "day", "credits": price * 1.5, "is_hard": false });
    assert_eq!(put(&mut browser, &soft).await["id"], hard["id"], "it is the same one");
    assert_eq!(browser.post(SUBMIT, &submit_body()).await.status, 202);
    let told = browser.get(BUDGETS).await.json()["items"][0].clone();
    assert_eq!(told["state"], "reached");

    let id = first["id"].as_str().unwrap();
    browser.delete(&format!("/api/generate/queue/{id}")).await;
    assert!(
        (used(&mut browser).await - price).abs() < 1e-9,
        "what returns is taken off"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_is_refused_by_a_hard_budget(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    put(&mut browser, &json!({ "period": "month", "credits": 5 })).await;
    let batch = json!({
        "spec": { "source": "prompts", "prompts": ["a fox", "an owl", "an elk"] },
        "defaults": { "model_id": "fal-ai/flux/schnell" },
    });
    browser
        .post("/api/generate/batch", &batch)
        .await
        .problem(402, "budget_reached");
    assert_eq!(browser.get("/api/batches").await.json()["items"], json!([]));
    assert!(used(&mut browser).await.abs() < 1e-9);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn budgets_are_their_owners_and_values_are_checked(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    for (field, budget) in [
        ("credits", json!({ "period": "day", "credits": 0 })),
        ("credits", json!({ "period": "day", "credits": -1 })),
        ("credits", json!({ "period": "day", "credits": 1e12 })),
        ("period", json!({ "period": "week", "credits": 1 })),
        (
            "project_id",
            json!({ "period": "day", "credits": 1, "project_id": "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b" }),
        ),
    ] {
        assert_eq!(
            ada.put(BUDGETS, &budget).await.problem(422, "invalid"),
            [field],
            "{budget}"
        );
    }
    let budget = put(&mut ada, &json!({ "period": "day", "credits": 1 })).await;
    let path = format!("{BUDGETS}/{}", budget["id"].as_str().unwrap());
    assert_eq!(bob.get(BUDGETS).await.json()["items"], json!([]));
    bob.delete(&path).await.problem(404, "not_found");
    assert_eq!(ada.delete(&path).await.status, 204);
    ada.delete(&path).await.problem(404, "not_found");
}
