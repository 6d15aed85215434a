//! Throwing pictures away, taking them back, and the end.

use serde_json::{Value, json};
use sqlx::PgPool;
use studio_model::JobId;
use studio_storage::{ObjectKey, OriginalFormat};
use uuid::Uuid;

use super::{picture, user_id};
use crate::support::{Browser, TestApp};

async fn ids(browser: &mut Browser, path: &str) -> Vec<String> {
    let page = browser.get(path).await.json();
    let id = |image: &Value| image["id"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(id).collect()
}

async fn put_object(studio: &TestApp, id: Uuid) -> ObjectKey {
    let key = ObjectKey::Original {
        job_id: JobId(id),
        index: 0,
        format: OriginalFormat::Png,
    };
    studio.app.store.put(&key, "pixels".into()).await.unwrap();
    key
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_goes_to_the_trash_and_comes_back_as_it_was(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    let (kept, thrown) = (
        picture(&studio, user, "kept").await,
        picture(&studio, user, "thrown").await,
    );
    let path = format!("/api/images/{thrown}");
    ada.post(&format!("{path}/rate"), &json!({ "rating": 2 })).await;
    for _ in 0..2 {
        assert_eq!(ada.delete(&path).await.status, 204);
        assert_eq!(ids(&mut ada, "/api/images/trash").await, [thrown.to_string()]);
        assert_eq!(ids(&mut ada, "/api/images").await, [kept.to_string()]);
    }
    for gone in ["", "/metadata"] {
        ada.get(&format!("{path}{gone}")).await.problem(404, "not_found");
    }
    ada.post(&format!("{path}/rate"), &json!({ "rating": 3 }))
        .await
        .problem(404, "not_found");
    for _ in 0..2 {
        let back = ada.post_text(&format!("{path}/restore"), "application/json", "").await;
        assert_eq!((back.status, &back.json()["rating"]), (200, &json!(2)), "{back:?}");
        assert_eq!(ids(&mut ada, "/api/images/trash").await, [""; 0]);
        assert_eq!(ids(&mut ada, "/api/images").await.len(), 2);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_trash_comes_in_pages(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    for number in 0..5 {
        picture(&studio, user, &number.to_string()).await;
    }
    // All at the same moment: the id decides.
    sqlx::query("UPDATE images SET deleted_at = now()")
        .execute(&studio.app.db)
        .await
        .unwrap();
    let (mut seen, mut path) = (Vec::new(), "/api/images/trash?limit=2".to_owned());
    loop {
        seen.extend(ids(&mut ada, &path).await);
        let next = ada.get(&path).await.json()["next_cursor"].clone();
        let Some(cursor) = next.as_str() else { break };
        path = format!("/api/images/trash?limit=2&cursor={cursor}");
    }
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (5, 5));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn purged_pictures_are_gone_with_their_files_unless_others_have_the_same(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    let (one, other) = (
        picture(&studio, user, "one").await,
        picture(&studio, user, "its copy").await,
    );
    sqlx::query("UPDATE images SET object_id = $1 WHERE id = $2")
        .bind(one)
        .bind(other)
        .execute(&studio.app.db)
        .await
        .unwrap();
    let key = put_object(&studio, one).await;
    let purge = |id: Uuid| format!("/api/images/trash/{id}");
    ada.delete(&purge(one)).await.problem(404, "not_found");
    for (id, is_kept) in [(one, true), (other, false)] {
        assert_eq!(ada.delete(&format!("/api/images/{id}")).await.status, 204);
        assert_eq!(ada.delete(&purge(id)).await.status, 204);
        ada.delete(&purge(id)).await.problem(404, "not_found");
        ada.post(&format!("/api/images/{id}/restore"), &json!({}))
            .await
            .problem(404, "not_found");
        assert_eq!(studio.app.store.head(&key).await.unwrap().is_some(), is_kept);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn emptying_takes_ones_own_and_leaves_what_is_needed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut eve = studio.signed_in("eve@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    let (needed, thrown) = (
        picture(&studio, user, "needed").await,
        picture(&studio, user, "thrown").await,
    );
    let eves = picture(&studio, user_id(&studio, "eve@example.org").await, "Eve's").await;
    // A job that waits starts from it.
    sqlx::query(
        "INSERT INTO generation_queue (
            id, user_id, operation, prompt, model_id, plugin_digest, parameters, num_images, seed, inputs, estimate_microdollars,
            held_microdollars
        ) SELECT $1, $2, 'upscale', '', 'm', digest, '{}', 1, 0, jsonb_build_array(jsonb_build_object('object', file_path)), 0, 0
        FROM plugins, images WHERE images.id = $3 LIMIT 1",
    )
    .bind(Uuid::new_v4())
    .bind(user)
    .bind(needed)
    .execute(&studio.app.db)
    .await
    .unwrap();
    for id in [needed, thrown] {
        ada.delete(&format!("/api/images/{id}")).await;
        eve.delete(&format!("/api/images/{id}")).await.problem(404, "not_found");
        eve.post(&format!("/api/images/{id}/restore"), &json!({}))
            .await
            .problem(404, "not_found");
        eve.delete(&format!("/api/images/trash/{id}"))
            .await
            .problem(404, "not_found");
    }
    eve.delete(&format!("/api/images/{eves}")).await;
    let key = put_object(&studio, thrown).await;
    ada.delete(&format!("/api/images/trash/{needed}"))
        .await
        .problem(409, "conflict");
    let emptied = ada.delete("/api/images/trash").await.json();
    assert_eq!(emptied, json!({ "purged": 1, "left": 1 }));
    assert!(studio.app.store.head(&key).await.unwrap().is_none());
    assert_eq!(
        ada.delete("/api/images/trash").await.json(),
        json!({ "purged": 0, "left": 1 })
    );
    assert_eq!(ids(&mut eve, "/api/images/trash").await, [eves.to_string()]);

    sqlx::query("UPDATE generation_queue SET status = 'cancelled', completed_at = now()")
        .execute(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(
        ada.delete("/api/images/trash").await.json(),
        json!({ "purged": 1, "left": 0 })
    );
}
