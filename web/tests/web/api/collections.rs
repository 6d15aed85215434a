//! Collections over HTTP: what they say, what is on them and in which order.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::recipes::picture;
use crate::support::{Answer, Browser, TestApp};

const COLLECTIONS: &str = "/api/collections";
const ADA: &str = "ada@example.org";

async fn create(browser: &mut Browser, body: &Value) -> Answer {
    let answer = browser.post(COLLECTIONS, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer
}

fn path(answer: &Answer, rest: &str) -> String {
    format!(
        "{COLLECTIONS}/{}{rest}",
        answer.json()["collection"]["id"].as_str().unwrap()
    )
}

fn some(ids: &[Uuid]) -> Value {
    json!({ "image_ids": ids })
}

async fn order(browser: &mut Browser, collection: &str) -> Vec<Uuid> {
    let page = browser.get(&format!("{collection}/images")).await.json();
    let items = page["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

/// Pictures of Ada, on a collection of hers.
async fn board(studio: &TestApp, browser: &mut Browser, count: i32) -> (String, Vec<Uuid>) {
    let collection = path(&create(browser, &json!({ "name": "Owls" })).await, "");
    let mut ids = Vec::new();
    for side in 0..count {
        ids.push(picture(studio, ADA, 64 + side).await);
    }
    let answer = browser.post(&format!("{collection}/images"), &some(&ids)).await;
    assert_eq!(answer.json(), json!({ "added": count, "already_there": 0 }));
    (collection, ids)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_collection_is_made_listed_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let made = create(
        &mut browser,
        &json!({ "name": " Owls ", "description": "For the wall.", "is_public": true }),
    )
    .await;
    assert_eq!(made.header("location"), path(&made, ""));
    let collection = made.json()["collection"].clone();
    assert_eq!(
        (&collection["name"], &collection["is_public"]),
        (&json!("Owls"), &json!(true))
    );
    assert_eq!(
        (&collection["image_count"], &collection["cover_url"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(browser.get(COLLECTIONS).await.json()["items"], json!([collection]));
    let found = browser.get(&path(&made, "")).await;
    assert_eq!((found.json(), found.header("etag")), (made.json(), made.header("etag")));

    let changed = json!({ "name": "Owls and foxes" });
    browser
        .put(&path(&made, ""), &changed)
        .await
        .problem(428, "version_missing");
    let mut holder = browser.header("if-match", made.header("etag"));
    let answer = holder.put(&path(&made, ""), &changed).await;
    assert_eq!(
        (answer.status, &answer.json()["collection"]["is_public"]),
        (200, &json!(false))
    );
    holder.put(&path(&made, ""), &changed).await.problem(412, "outdated");
    assert_eq!(browser.delete(&path(&made, "")).await.status, 204);
    browser.delete(&path(&made, "")).await.problem(404, "not_found");
    browser.get(&path(&made, "")).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_are_put_on_and_taken_off_in_their_order(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let (collection, ids) = board(&studio, &mut browser, 3).await;
    assert_eq!(order(&mut browser, &collection).await, ids);
    let more = picture(&studio, ADA, 90).await;
    let again = some(&[ids[1], more, more, ids[0]]);
    let answer = browser.post(&format!("{collection}/images"), &again).await;
    assert_eq!(answer.json(), json!({ "added": 1, "already_there": 2 }));
    assert_eq!(order(&mut browser, &collection).await, [ids[0], ids[1], ids[2], more]);

    let first = browser.get(&format!("{collection}/images?limit=3")).await.json();
    let rest = format!(
        "{collection}/images?limit=3&cursor={}",
        first["next_cursor"].as_str().unwrap()
    );
    let second = browser.get(&rest).await.json();
    assert_eq!(
        (&second["items"][0]["id"], &second["next_cursor"]),
        (&json!(more), &Value::Null)
    );
    let answer = browser.get(&format!("{collection}/images?cursor=x")).await;
    assert_eq!(answer.problem(422, "invalid"), ["cursor"]);

    let shown = browser.get(&collection).await.json()["collection"].clone();
    assert_eq!(shown["image_count"], 4);
    assert!(
        shown["cover_url"].as_str().unwrap().contains(&ids[0].to_string()),
        "{shown}"
    );
    let off = format!("{collection}/images/{}", ids[0]);
    assert_eq!(browser.delete(&off).await.status, 204);
    browser.delete(&off).await.problem(404, "not_found");
    assert_eq!(browser.get(&format!("/api/images/{}", ids[0])).await.status, 200);
    assert_eq!(order(&mut browser, &collection).await, [ids[1], ids[2], more]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_order_names_every_picture_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let (collection, ids) = board(&studio, &mut browser, 4).await;
    let reorder = format!("{collection}/reorder");
    let wanted = [ids[3], ids[0], ids[2], ids[1]];
    for _ in 0..2 {
        assert_eq!(browser.put(&reorder, &some(&wanted)).await.status, 204);
        assert_eq!(order(&mut browser, &collection).await, wanted);
    }
    let other = picture(&studio, ADA, 99).await;
    for wrong in [
        &ids[..3],
        &[ids[0], ids[0], ids[1], ids[2]],
        &[ids[0], ids[1], ids[2], other],
        &[],
    ] {
        let answer = browser.put(&reorder, &some(wrong)).await;
        assert_eq!(answer.problem(422, "invalid"), ["image_ids"]);
    }
    // One in the trash keeps a place, need not be named, and is last when it comes back.
    sqlx::query("UPDATE images SET deleted_at = now() WHERE id = $1")
        .bind(ids[0])
        .execute(&studio.app.db)
        .await
        .unwrap();
    let seen = [ids[1], ids[2], ids[3]];
    assert_eq!(browser.put(&reorder, &some(&seen)).await.status, 204);
    assert_eq!(order(&mut browser, &collection).await, seen);
    sqlx::query("UPDATE images SET deleted_at = NULL")
        .execute(&studio.app.db)
        .await
        .unwrap();
    assert_eq!(order(&mut browser, &collection).await, [ids[1], ids[2], ids[3], ids[0]]);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn nobody_reaches_the_collections_of_others(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let (collection, ids) = board(&studio, &mut browser, 2).await;
    let etag = browser.get(&collection).await.header("etag").to_owned();
    let mut bob = studio.signed_in("bob@example.org").await.header("if-match", &etag);
    let of_bob = picture(&studio, "bob@example.org", 64).await;
    assert_eq!(bob.get(COLLECTIONS).await.json()["items"], json!([]));
    for rest in ["", "/images"] {
        bob.get(&format!("{collection}{rest}")).await.problem(404, "not_found");
    }
    bob.put(&collection, &json!({ "name": "Mine" }))
        .await
        .problem(404, "not_found");
    bob.put(&format!("{collection}/reorder"), &some(&ids))
        .await
        .problem(404, "not_found");
    bob.post(&format!("{collection}/images"), &some(&[of_bob]))
        .await
        .problem(404, "not_found");
    bob.delete(&format!("{collection}/images/{}", ids[0]))
        .await
        .problem(404, "not_found");
    bob.delete(&collection).await.problem(404, "not_found");

    let answer = browser
        .post(&format!("{collection}/images"), &some(&[ids[0], of_bob]))
        .await;
    assert_eq!(answer.problem(422, "invalid"), ["image_ids[1]"]);
    for many in [vec![], vec![ids[0]; 501]] {
        let answer = browser.post(&format!("{collection}/images"), &some(&many)).await;
        assert_eq!(answer.problem(422, "invalid"), ["image_ids"]);
    }
    for (body, field) in [
        (json!({ "name": "" }), "name"),
        (json!({ "name": "A", "description": "x".repeat(2001) }), "description"),
        (json!({ "name": "A", "cover_image_id": of_bob }), "cover_image_id"),
        (json!({ "name": "A", "images": [] }), "images"),
    ] {
        let answer = browser.post(COLLECTIONS, &body).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{body}");
    }
    assert_eq!(order(&mut browser, &collection).await, ids);
}
