mod bulk;
mod details;
mod list;
mod trash;
mod upload;

use sqlx::PgPool;
use uuid::Uuid;

use crate::support::TestApp;

pub(crate) async fn user_id(studio: &TestApp, email: &str) -> Uuid {
    let id = sqlx::query_scalar("SELECT id FROM users WHERE email = $1");
    id.bind(email).fetch_one(&studio.app.db).await.unwrap()
}

/// A picture as a job would have stored it, without files.
pub(crate) async fn picture(studio: &TestApp, user: Uuid, prompt: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query(
        "INSERT INTO images (
            id, user_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256,
            average_color, placeholder, prompt, model_id, model_version, parameters
        ) VALUES ($1, $2, 0, $1, 'results/' || $1::text, 'none', 'none', 1024, 768, 1, 'png', sha256('x'), '#808080', '', $3,
            'fal-ai/flux/schnell', '1.0.0', '{}')",
    )
    .bind(id)
    .bind(user)
    .bind(prompt)
    .execute(&studio.app.db)
    .await
    .unwrap();
    id
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_new_account_has_no_pictures(db: PgPool) {
    let studio = TestApp::new(db).await;
    let page = studio
        .signed_in("ada@example.org")
        .await
        .get("/api/images")
        .await
        .json();
    assert_eq!(page, serde_json::json!({ "items": [], "next_cursor": null }));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_pictures_are_not_found_anywhere(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for id in [Uuid::nil().to_string().as_str(), "x"] {
        for path in [
            format!("/api/images/{id}"),
            format!("/api/images/{id}/metadata"),
            format!("/api/images/download/{id}"),
        ] {
            browser.get(&path).await.problem(404, "not_found");
        }
        assert_eq!(browser.get(&format!("/media/{id}/512.webp")).await.status, 404);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn unknown_pictures_cannot_be_worked_on(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for id in [Uuid::nil().to_string().as_str(), "x"] {
        let path = format!("/api/images/{id}/upscale");
        let answer = browser.post(&path, &serde_json::json!({ "factor": 2 })).await;
        answer.problem(404, "not_found");
        let path = format!("/api/images/{id}/remove-background");
        browser
            .post(&path, &serde_json::json!({}))
            .await
            .problem(404, "not_found");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_parameters_are_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (query, field) in [
        ("project_id=mine", "project_id"),
        ("favorites=1", "favorites"),
        ("limit=0", "limit"),
    ] {
        let answer = browser.get(&format!("/api/images?{query}")).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{query}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_see_no_pictures(db: PgPool) {
    let studio = TestApp::new(db).await;
    for path in [
        "/api/images",
        "/api/images/x",
        "/api/images/x/metadata",
        "/api/images/download/x",
    ] {
        studio.browser().get(path).await.problem(401, "unauthenticated");
    }
    assert_eq!(studio.browser().get("/media/x/512.webp").await.status, 401);
}
