//! What owners say about their pictures.

use serde_json::json;
use sqlx::PgPool;

use super::{picture, user_id};
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_said_about_a_picture_is_replaced_as_a_whole(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let id = picture(&studio, user_id(&studio, "ada@example.org").await, "a lighthouse").await;
    let path = format!("/api/images/{id}");
    let tag = ada.get(&path).await.header("etag").to_owned();
    let body = json!({
        "name": " Third try ", "alt_text": "A tower", "notes": "print it", "tags": ["Sea", "night  sky", "sea"],
        "rating": 4, "is_favorite": true,
    });
    let saved = ada.header("if-match", &tag).put(&path, &body).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let image = saved.json();
    assert_eq!(image["name"], "Third try");
    assert_eq!(image["tags"], json!(["sea", "night sky"]));
    assert_eq!((&image["rating"], &image["is_favorite"]), (&json!(4), &json!(true)));
    assert_ne!(saved.header("etag"), tag);
    assert_eq!(ada.get(&path).await.json(), image);

    // Whoever read the first version does not undo this unseen.
    ada.header("if-match", &tag)
        .put(&path, &body)
        .await
        .problem(412, "outdated");
    ada.put(&path, &body).await.problem(428, "version_missing");
    let empty = ada
        .header("if-match", saved.header("etag"))
        .put(&path, &json!({}))
        .await
        .json();
    assert_eq!((&empty["name"], &empty["tags"]), (&json!(""), &json!([])));
    assert_eq!((&empty["rating"], &empty["is_favorite"]), (&json!(null), &json!(false)));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_wrong_detail_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let id = picture(&studio, user_id(&studio, "ada@example.org").await, "a fox").await;
    let path = format!("/api/images/{id}");
    let tag = ada.get(&path).await.header("etag").to_owned();
    let mut ada = ada.header("if-match", &tag);
    let body = json!({
        "name": "x".repeat(201), "alt_text": "x".repeat(1001), "notes": "x".repeat(10_001), "tags": ["a,b"], "rating": 6,
    });
    let problem = ada.put(&path, &body).await;
    assert_eq!(
        problem.problem(422, "invalid"),
        ["name", "alt_text", "notes", "tags", "rating"]
    );
    let unknown = json!({ "project_id": uuid::Uuid::nil() });
    assert_eq!(ada.put(&path, &unknown).await.problem(422, "invalid"), ["project_id"]);
    assert_eq!(
        ada.put(&path, &json!({ "stars": 3 })).await.problem(422, "invalid"),
        ["stars"]
    );
    assert_eq!(ada.get(&path).await.header("etag"), tag, "nothing was changed");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn marks_and_ratings_are_set_and_set_again(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let id = picture(&studio, user_id(&studio, "ada@example.org").await, "a fox").await;
    for (what, body, field) in [
        ("favorite", json!({ "is_favorite": true }), "is_favorite"),
        ("rate", json!({ "rating": 5 }), "rating"),
        ("rate", json!({ "rating": null }), "rating"),
        ("favorite", json!({ "is_favorite": false }), "is_favorite"),
    ] {
        let path = format!("/api/images/{id}/{what}");
        let first = ada.post(&path, &body).await;
        assert_eq!((first.status, &first.json()[field]), (200, &body[field]), "{first:?}");
        let again = ada.post(&path, &body).await;
        assert_eq!(
            again.header("etag"),
            first.header("etag"),
            "nothing changed the second time"
        );
    }
    let rate = format!("/api/images/{id}/rate");
    assert_eq!(
        ada.post(&rate, &json!({ "rating": 0 })).await.problem(422, "invalid"),
        ["rating"]
    );
    let favorite = format!("/api/images/{id}/favorite");
    assert_eq!(
        ada.post(&favorite, &json!({})).await.problem(422, "invalid"),
        ["is_favorite"]
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn strangers_can_say_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("ada@example.org").await;
    let id = picture(&studio, user_id(&studio, "ada@example.org").await, "a fox").await;
    let mut eve = studio.signed_in("eve@example.org").await.header("if-match", "\"0\"");
    let path = format!("/api/images/{id}");
    eve.put(&path, &json!({ "name": "mine" }))
        .await
        .problem(404, "not_found");
    let marked = json!({ "is_favorite": true });
    eve.post(&format!("{path}/favorite"), &marked)
        .await
        .problem(404, "not_found");
    eve.post(&format!("{path}/rate"), &json!({ "rating": 1 }))
        .await
        .problem(404, "not_found");
    let row: (String, bool, Option<i16>) = sqlx::query_as("SELECT name, is_favorite, rating FROM images")
        .fetch_one(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(row, (String::new(), false, None));
}
