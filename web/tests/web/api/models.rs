use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_see_every_model(db: PgPool) {
    let studio = TestApp::new(db).await;
    let page = studio.browser().get("/api/models").await.json();
    let ids: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|model| model["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&"fal-ai/flux/dev") && ids.contains(&"fal-ai/fast-sdxl"),
        "{ids:?}"
    );
    assert!(page["next_cursor"].is_null());
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_model_is_found_by_its_id_as_it_is_and_encoded(db: PgPool) {
    let studio = TestApp::new(db).await;
    let plain = studio.browser().get("/api/models/fal-ai/flux/dev").await.json();
    let encoded = studio.browser().get("/api/models/fal-ai%2Fflux%2Fdev").await.json();
    assert_eq!(plain, encoded);
    insta::assert_json_snapshot!(plain, {
        ".description" => "[text]", ".parameters_schema" => "[schema]", ".default_parameters" => "[parameters]",
        ".presets" => "[presets]", ".prices" => "[prices]", ".best_for" => "[words]", ".licence_note" => "[text]",
        ".capabilities" => "[words]",
    });
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_and_switched_off_models_are_not_found(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio
        .browser()
        .get("/api/models/fal-ai/nothing")
        .await
        .problem(404, "not_found");
    sqlx::query("UPDATE models SET is_active = false WHERE fal_model_id = 'fal-ai/flux/dev'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    studio
        .browser()
        .get("/api/models/fal-ai/flux/dev")
        .await
        .problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_was_measured_is_told_with_the_model(db: PgPool) {
    let studio = TestApp::new(db).await;
    let find = async || studio.browser().get("/api/models/fal-ai/flux/dev").await.json()["measured"].clone();
    assert_eq!(find().await, serde_json::Value::Null);
    sqlx::query("INSERT INTO model_timings VALUES ('fal-ai/flux/dev', 8, 6, 3400, 6000, 7100, now())")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let measured = serde_json::json!({ "p50_s": 3.4, "p95_s": 7.1, "success_rate": 0.75, "runs": 8 });
    assert_eq!(find().await, measured);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_changed_model_is_news_to_each_user_until_looked_at(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let news = async |browser: &mut crate::support::Browser| {
        let page = browser.get("/api/models").await.json();
        let models = page["items"].as_array().unwrap();
        models.iter().find(|model| model["id"] == "fal-ai/flux/dev").unwrap()["news"].clone()
    };
    assert_eq!(
        news(&mut ada).await,
        serde_json::Value::Null,
        "what was there before is no news"
    );
    sqlx::query("UPDATE models SET news = 'updated', news_at = now() WHERE fal_model_id = 'fal-ai/flux/dev'")
        .execute(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(news(&mut ada).await["kind"], "updated");
    assert_eq!(news(&mut studio.browser()).await, serde_json::Value::Null);
    assert!(ada.get("/generate").await.text().contains("Updated"));
    let seen = serde_json::json!({ "model_id": "fal-ai/flux/dev" });
    assert_eq!(ada.put("/api/models/seen", &seen).await.status, 204);
    assert_eq!(ada.put("/api/models/seen", &seen).await.status, 204);
    assert_eq!(news(&mut ada).await, serde_json::Value::Null);
    assert_eq!(news(&mut bob).await["kind"], "updated");
    bob.get("/generate?model=fal-ai%2Fflux%2Fdev").await;
    assert_eq!(news(&mut bob).await, serde_json::Value::Null);
    let unknown = serde_json::json!({ "model_id": "no/such" });
    ada.put("/api/models/seen", &unknown).await.problem(404, "not_found");
    studio
        .browser()
        .put("/api/models/seen", &seen)
        .await
        .problem(401, "unauthenticated");
}
