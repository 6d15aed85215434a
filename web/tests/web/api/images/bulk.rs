//! Many pictures at once, and the way back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_app::{App, Clock};
use uuid::Uuid;

use super::{picture, user_id};
use crate::support::{Browser, TestApp};

struct Fixture {
    studio: TestApp,
    ada: Browser,
    ids: Vec<Uuid>,
}

async fn fixture(db: PgPool) -> Fixture {
    let studio = TestApp::new(db).await;
    let ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(picture(&studio, user, &format!("fox {number}")).await);
    }
    Fixture { studio, ada, ids }
}

/// What can be changed of the pictures, in their order.
async fn state(fixture: &Fixture) -> Vec<(bool, Option<Uuid>, Vec<String>, bool)> {
    sqlx::query_as("SELECT deleted_at IS NOT NULL, project_id, tags, is_favorite FROM images ORDER BY prompt")
        .fetch_all(&fixture.studio.app.db)
        .await
        .unwrap()
}

async fn project(fixture: &Fixture, email: &str) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO projects (id, user_id, name) VALUES ($1, $2, 'Calendar')")
        .bind(id)
        .bind(user_id(&fixture.studio, email).await)
        .execute(&fixture.studio.app.db)
        .await
        .unwrap();
    id
}

async fn change(ada: &mut Browser, what: &str, body: &Value) -> (u64, Option<String>) {
    let answer = ada.post(&format!("/api/images/bulk-{what}"), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let done = answer.json();
    (
        done["changed"].as_u64().unwrap(),
        done["undo_token"].as_str().map(str::to_owned),
    )
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn every_change_of_many_is_done_once_and_taken_back_once(db: PgPool) {
    let mut fixture = fixture(db).await;
    let project = project(&fixture, "ada@example.org").await;
    sqlx::query("UPDATE images SET tags = '{sea,old}', is_favorite = true WHERE prompt = 'fox 0'")
        .execute(&fixture.studio.app.db)
        .await
        .unwrap();
    let before = state(&fixture).await;
    let ids = &fixture.ids.clone();
    for (what, body, changed) in [
        ("delete", json!({ "ids": ids }), 3),
        ("move", json!({ "ids": ids, "project_id": project }), 3),
        (
            "tag",
            json!({ "ids": ids, "add": ["Sea", "new"], "remove": ["old"] }),
            3,
        ),
        ("tag", json!({ "ids": ids, "add": ["sea"] }), 2),
        ("favorite", json!({ "ids": ids, "is_favorite": true }), 2),
        (
            "favorite",
            json!({ "filter": { "favorites": true }, "is_favorite": false }),
            1,
        ),
        ("delete", json!({ "filter": { "q": "fox", "tags": ["SEA"] } }), 1),
        ("delete", json!({ "filter": {} }), 3),
    ] {
        let (count, token) = change(&mut fixture.ada, what, &body).await;
        assert_eq!(count, changed, "{what} {body}");
        assert_ne!(state(&fixture).await, before, "{what} {body}");
        if body["filter"].is_null() {
            let again = change(&mut fixture.ada, what, &body).await;
            assert_eq!(again, (0, None), "the second time changes nothing: {what}");
        }
        let undo = format!("/api/undo/{}", token.unwrap());
        let undone = fixture.ada.post(&undo, &json!({})).await;
        assert_eq!(undone.json(), json!({ "restored": changed }), "{what} {body}");
        let (now, mut old) = (state(&fixture).await, before.clone());
        let mut now = now;
        for row in now.iter_mut().chain(&mut old) {
            row.2.sort();
        }
        assert_eq!(now, old, "{what} {body}");
        fixture.ada.post(&undo, &json!({})).await.problem(404, "not_found");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn taking_back_keeps_what_happened_meanwhile(db: PgPool) {
    let mut fixture = fixture(db).await;
    let ids = fixture.ids.clone();
    let (_, token) = change(&mut fixture.ada, "tag", &json!({ "ids": ids, "add": ["sea"] })).await;
    change(&mut fixture.ada, "tag", &json!({ "ids": [ids[0]], "add": ["later"] })).await;
    sqlx::query("DELETE FROM images WHERE id = $1")
        .bind(ids[2])
        .execute(&fixture.studio.app.db)
        .await
        .unwrap();
    let undone = fixture
        .ada
        .post(&format!("/api/undo/{}", token.unwrap()), &json!({}))
        .await;
    assert_eq!(undone.json(), json!({ "restored": 2 }));
    let tags: Vec<_> = state(&fixture).await.into_iter().map(|row| row.2).collect();
    assert_eq!(tags, [vec!["later".to_owned()], vec![]]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_cannot_be_changed_as_a_whole_is_not_changed_at_all(db: PgPool) {
    let mut fixture = fixture(db).await;
    fixture.studio.signed_in("eve@example.org").await;
    let eves = picture(
        &fixture.studio,
        user_id(&fixture.studio, "eve@example.org").await,
        "zebra",
    )
    .await;
    let eves_project = project(&fixture, "eve@example.org").await;
    let (before, ids) = (state(&fixture).await, fixture.ids.clone());
    let post = async |fixture: &mut Fixture, what: &str, body: Value| {
        fixture.ada.post(&format!("/api/images/bulk-{what}"), &body).await
    };
    let foreign = post(&mut fixture, "delete", json!({ "ids": [ids[0], eves] })).await;
    foreign.problem(404, "not_found");
    let many: Vec<Uuid> = (0..501).map(|_| Uuid::new_v4()).collect();
    let full: Vec<String> = (0..29).map(|number| format!("tag {number}")).collect();
    assert_eq!(
        post(&mut fixture, "tag", json!({ "ids": [ids[0]], "add": full }))
            .await
            .status,
        200
    );
    for (what, body, field) in [
        ("delete", json!({}), "ids"),
        ("delete", json!({ "ids": [], "filter": {} }), "ids"),
        ("delete", json!({ "ids": [] }), "ids"),
        ("delete", json!({ "ids": many }), "ids"),
        ("delete", json!({ "filter": { "rating": 9 } }), "filter.rating"),
        ("delete", json!({ "filter": { "colour": "red" } }), "filter.colour"),
        ("move", json!({ "ids": ids, "project_id": eves_project }), "project_id"),
        ("tag", json!({ "ids": ids }), "add"),
        ("tag", json!({ "ids": ids, "add": ["a,b"] }), "add"),
        ("tag", json!({ "ids": ids, "add": ["x"], "remove": ["X"] }), "remove"),
        ("tag", json!({ "ids": ids, "add": ["x", "y"] }), "add"),
        ("favorite", json!({ "ids": ids }), "is_favorite"),
    ] {
        let answer = post(&mut fixture, what, body.clone()).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{what} {body}");
    }
    let after = state(&fixture).await;
    assert_eq!(
        after[1..],
        before[1..],
        "also the picture that had a place left for both tags"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn strangers_and_latecomers_take_nothing_back(db: PgPool) {
    let mut fixture = fixture(db).await;
    let ids = fixture.ids.clone();
    let (_, token) = change(&mut fixture.ada, "delete", &json!({ "ids": ids })).await;
    let token: Uuid = token.unwrap().parse().unwrap();
    let mut eve = fixture.studio.signed_in("eve@example.org").await;
    eve.post(&format!("/api/undo/{token}"), &json!({}))
        .await
        .problem(404, "not_found");
    fixture
        .ada
        .post("/api/undo/x", &json!({}))
        .await
        .problem(404, "not_found");
    let app = &fixture.studio.app;
    let late = App {
        clock: Clock::standing_at(app.clock.now() + TimeDelta::minutes(61)),
        ..app.clone()
    };
    let user = studio_model::UserId(user_id(&fixture.studio, "ada@example.org").await);
    let undone = studio_app::images::undo(&late, user, token).await;
    assert!(matches!(undone, Err(studio_app::Error::NotFound)), "{undone:?}");
    assert!(state(&fixture).await.iter().all(|row| row.0));
}
