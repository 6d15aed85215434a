//! Comments: said, changed, removed, and closed to strangers.

use serde_json::json;
use sqlx::PgPool;

use super::images::{picture, user_id};
use crate::support::TestApp;

const ADA: &str = "ada@example.org";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_comment_is_said_changed_and_removed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let id = picture(&studio, user_id(&studio, ADA).await, "a lighthouse").await;
    let path = format!("/api/images/{id}/comments");
    let first = ada
        .post(&path, &json!({ "text": " The sea is dark.\r\nToo dark. " }))
        .await;
    assert_eq!(first.status, 201, "{first:?}");
    assert_eq!(first.json()["comment"]["text"], "The sea is dark.\nToo dark.");
    studio.app.clock.advance(chrono::TimeDelta::seconds(1));
    let second = ada.post(&path, &json!({ "text": "Better now." })).await;
    let page = ada.get(&format!("{path}?limit=1")).await.json();
    assert_eq!(page["items"], json!([second.json()["comment"]]), "newest first");
    let rest = format!("{path}?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(ada.get(&rest).await.json()["items"], json!([first.json()["comment"]]));

    let one = first.header("location").to_owned();
    ada.put(&one, &json!({ "text": "Fine." }))
        .await
        .problem(428, "version_missing");
    let mut holder = ada.header("if-match", first.header("etag"));
    assert_eq!(
        holder.put(&one, &json!({ "text": "Fine." })).await.json()["comment"]["text"],
        "Fine."
    );
    holder
        .put(&one, &json!({ "text": "Again." }))
        .await
        .problem(412, "outdated");
    for text in ["", " \n", &"x".repeat(5001)] {
        assert_eq!(
            ada.post(&path, &json!({ "text": text })).await.problem(422, "invalid"),
            ["text"]
        );
    }
    let mut bob = studio
        .signed_in("bob@example.org")
        .await
        .header("if-match", first.header("etag"));
    bob.get(&path).await.problem(404, "not_found");
    bob.post(&path, &json!({ "text": "Hello" }))
        .await
        .problem(404, "not_found");
    bob.get(&one).await.problem(404, "not_found");
    bob.put(&one, &json!({ "text": "Mine" }))
        .await
        .problem(404, "not_found");
    bob.delete(&one).await.problem(404, "not_found");
    ada.delete(&format!("/api/images/{id}")).await;
    ada.get(&one).await.problem(404, "not_found");
    ada.post(&format!("/api/images/{id}/restore"), &json!({})).await;
    assert_eq!(ada.delete(&one).await.status, 204);
    ada.delete(&one).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn comments_work_without_script_and_lose_nothing_that_was_typed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let id = picture(&studio, user_id(&studio, ADA).await, "a lighthouse").await;
    let path = format!("/images/{id}");
    let text = "<b>Look</b> at https://example.org/x";
    let made = ada.post_form(&format!("{path}/comments"), &[("text", text)]).await;
    assert_eq!(
        (made.status, made.header("location")),
        (303, format!("{path}#comments").as_str())
    );
    let page = ada.get(&path).await.html();
    assert!(
        page.contains("&lt;b&gt;Look&lt;/b&gt;") && page.contains("1 comment<"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"https://example.org/x\" rel=\"nofollow ugc noopener noreferrer\">"),
        "{page}"
    );
    let after = |start: &str| page.split(start).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let comment = format!("/comments/{}", after("id=\"comment-text-"));
    let version = page
        .split("name=\"version\" value=\"")
        .last()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let long = "y".repeat(5001);
    let refused = ada.post_form(&comment, &[("version", &version), ("text", &long)]).await;
    assert!(
        refused.status == 422 && refused.text().contains(&long),
        "{}",
        refused.status
    );
    let refused = ada.post_form(&format!("{path}/comments"), &[("text", &long)]).await;
    assert!(
        refused.status == 422 && refused.text().contains(&long),
        "{}",
        refused.status
    );
    let changed = [("version", version.as_str()), ("text", "Never mind.")];
    assert_eq!(ada.post_form(&comment, &changed).await.status, 303);
    assert_eq!(ada.post_form(&comment, &changed).await.status, 412);
    assert_eq!(ada.post_form(&format!("{comment}/delete"), &[]).await.status, 303);
    assert!(!ada.get(&path).await.text().contains("Never mind."));
}
