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
