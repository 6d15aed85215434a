//! What somebody has and what became of it, and credits that administrators give.

use serde_json::{Value, json};
use sqlx::PgPool;

use super::generation::submit_body;
use crate::support::{Browser, TestApp};

const BALANCE: &str = "/api/credits/balance";
const HISTORY: &str = "/api/credits/history";

async fn id_of(admin: &mut Browser, email: &str) -> String {
    let found = admin.get(&format!("/api/admin/users?q={email}")).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_movement_is_told_page_by_page_and_adds_up(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for _ in 0..3 {
        studio.app.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(
            browser.post("/api/generate/text-to-image", &submit_body()).await.status,
            202
        );
    }
    let balance = browser.get(BALANCE).await.json();
    let held = balance["held_credits"].as_f64().unwrap();
    assert!(held > 0.0, "{balance}");

    let (mut movements, mut cursor) = (Vec::<Value>::new(), String::new());
    loop {
        let page = browser.get(&format!("{HISTORY}?limit=2{cursor}")).await.json();
        movements.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let kinds: Vec<_> = movements
        .iter()
        .map(|movement| movement["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["hold", "hold", "hold", "grant"]);
    let sum = |field: &str| {
        movements
            .iter()
            .map(|movement| movement[field].as_f64().unwrap())
            .sum::<f64>()
    };
    assert!((sum("credits") - balance["credits"].as_f64().unwrap()).abs() < 1e-9);
    assert!((sum("held_credits") - held).abs() < 1e-9);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_administrators_give_credits_and_only_sensible_amounts(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let id = id_of(&mut admin, "bob@example.org").await;
    let grants = format!("/api/admin/users/{id}/credits");
    let before = bob.get(BALANCE).await.json()["credits"].as_f64().unwrap();

    let given = admin
        .post(&grants, &json!({ "credits": 12.5, "note": "For the demo" }))
        .await;
    assert_eq!(given.json()["credits"].as_f64(), Some(before + 12.5), "{given:?}");
    let last = bob.get(HISTORY).await.json()["items"][0].clone();
    assert_eq!(
        (&last["kind"], &last["note"], &last["credits"]),
        (&json!("grant"), &json!("For the demo"), &json!(12.5))
    );

    let kept = admin.get("/api/admin/audit?action=credits.granted").await.json();
    let entry = &kept["items"][0];
    assert_eq!(
        (&entry["actor"], &entry["details"]["credits"]),
        (&json!("admin@example.org"), &json!(12.5)),
        "{kept}"
    );

    for credits in [json!(0), json!(-1), json!(1e12)] {
        let refused = admin.post(&grants, &json!({ "credits": credits })).await;
        assert_eq!(refused.problem(422, "invalid"), ["credits"]);
    }
    let long = json!({ "credits": 1, "note": "x".repeat(201) });
    assert_eq!(admin.post(&grants, &long).await.problem(422, "invalid"), ["note"]);
    bob.post(&grants, &json!({ "credits": 1 }))
        .await
        .problem(403, "forbidden");
    let nobody = "/api/admin/users/00000000-0000-4000-8000-000000000000/credits";
    admin
        .post(nobody, &json!({ "credits": 1 }))
        .await
        .problem(404, "not_found");
    assert_eq!(bob.get(BALANCE).await.json()["credits"].as_f64(), Some(before + 12.5));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn accounts_are_switched_off_and_one_administrator_stays(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let (own, id) = (
        id_of(&mut admin, "admin@example.org").await,
        id_of(&mut admin, "bob@example.org").await,
    );
    let (own, id) = (format!("/api/admin/users/{own}"), format!("/api/admin/users/{id}"));

    for change in [json!({ "is_active": false }), json!({ "role": "user" })] {
        admin.put(&own, &change).await.problem(409, "conflict");
    }
    assert_eq!(
        admin
            .put(&id, &json!({ "role": "owner" }))
            .await
            .problem(422, "invalid"),
        ["role"]
    );
    bob.put(&id, &json!({ "role": "admin" }))
        .await
        .problem(403, "forbidden");

    let off = admin.put(&id, &json!({ "is_active": false })).await.json();
    assert_eq!((&off["is_active"], &off["role"]), (&json!(false), &json!("user")));
    assert_eq!(bob.get("/api/auth/me").await.status, 401, "signed out at once");
    admin.put(&id, &json!({ "is_active": true, "role": "admin" })).await;
    admin.put(&own, &json!({ "role": "user" })).await;
    admin.get("/api/admin/users").await.problem(403, "forbidden");
}
