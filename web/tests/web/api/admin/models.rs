use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const FLUX: &str = "/api/admin/models/fal-ai%2Fflux%2Fdev/toggle";

async fn featured(browser: &mut Browser) -> Vec<String> {
    let page = browser.get("/api/models/featured").await.json();
    let models = page["items"].as_array().unwrap().iter();
    models.map(|model| model["id"].as_str().unwrap().to_owned()).collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_is_featured_taken_off_offer_and_put_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    assert!(featured(&mut admin).await.is_empty());
    let on = admin.put(FLUX, &json!({ "is_featured": true })).await.json();
    assert_eq!(
        on,
        json!({ "id": "fal-ai/flux/dev", "is_active": true, "is_featured": true })
    );
    assert_eq!(featured(&mut admin).await, ["fal-ai/flux/dev"]);

    let off = admin.put(FLUX, &json!({ "is_active": false })).await.json();
    assert_eq!(
        (&off["is_active"], &off["is_featured"]),
        (&json!(false), &json!(true)),
        "the other switch stays"
    );
    assert!(featured(&mut admin).await.is_empty());
    admin.get("/api/models/fal-ai/flux/dev").await.problem(404, "not_found");
    admin.put(FLUX, &json!({ "is_active": true })).await;
    assert_eq!(admin.get("/api/models/fal-ai/flux/dev").await.status, 200);

    let mut bob = studio.signed_in("bob@example.org").await;
    bob.put(FLUX, &json!({ "is_active": false }))
        .await
        .problem(403, "forbidden");
    let unknown = "/api/admin/models/nobody%2Fknows/toggle";
    admin
        .put(unknown, &json!({ "is_active": false }))
        .await
        .problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn categories_count_what_is_on_offer(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut admin = studio.signed_in("admin@example.org").await;
    let count = async |browser: &mut Browser| {
        let page = browser.get("/api/models/categories").await.json();
        let categories = page["items"].as_array().unwrap().clone();
        let found = categories
            .iter()
            .find(|category| category["name"] == "text-to-image")
            .unwrap();
        found["models"].as_u64().unwrap()
    };
    let before = count(&mut admin).await;
    admin.put(FLUX, &json!({ "is_active": false })).await;
    assert_eq!(count(&mut admin).await, before - 1);
}
