//! Notifications: told once, read, and not told when they are not wanted.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;
use studio_app::tasks::notices::tell_of_shares;

use super::images::{picture, user_id};
use super::shares::share;
use crate::support::TestApp;

const ADA: &str = "ada@example.org";
const LIST: &str = "/api/notifications";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_link_that_ends_soon_is_told_once_and_read(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let id = picture(&studio, user_id(&studio, ADA).await, "a lighthouse").await;
    let now = studio.app.clock.now();
    for days in [1, 3, 30] {
        let wanted = json!({ "expires_at": now + TimeDelta::days(days) });
        share(&mut ada, &format!("/api/images/{id}/share"), &wanted).await;
    }
    assert_eq!(
        tell_of_shares(&studio.app).await.unwrap(),
        0,
        "a link of a day is always about to end"
    );
    studio.app.clock.advance(TimeDelta::hours(49));
    assert_eq!(tell_of_shares(&studio.app).await.unwrap(), 1);
    assert_eq!(tell_of_shares(&studio.app).await.unwrap(), 0, "once");
    let told = ada.get(LIST).await.json()["items"][0].clone();
    assert_eq!(
        (&told["kind"], &told["about"], &told["read_at"]),
        (&json!("share_expiring"), &json!("a lighthouse"), &json!(null))
    );
    let page = ada.get("/notifications").await.html();
    assert!(
        page.contains("A link to “a lighthouse” ends within a day.") && page.contains("1 new notification"),
        "{page}"
    );
    assert!(page.contains(&format!("/images/{id}/share")), "{page}");

    let one = told["id"].as_str().unwrap().to_owned();
    let mut bob = studio.signed_in("bob@example.org").await;
    assert_eq!(bob.get(LIST).await.json()["items"], json!([]));
    bob.put_empty(&format!("{LIST}/{one}/read"))
        .await
        .problem(404, "not_found");
    assert_eq!(ada.put_empty(&format!("{LIST}/{one}/read")).await.status, 204);
    assert_eq!(ada.get(&format!("{LIST}?unread=true")).await.json()["items"], json!([]));
    assert_eq!(
        ada.put_empty(&format!("{LIST}/read")).await.json(),
        json!({ "marked": 0 })
    );
    assert!(!ada.get("/notifications").await.text().contains("1 new notification"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn what_is_not_wanted_is_not_told(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let settings = format!("{LIST}/settings");
    assert_eq!(ada.get(&settings).await.json()["kinds"]["share_expiring"], true);
    let answer = ada
        .put(&settings, &json!({ "kinds": { "share_expiring": false } }))
        .await;
    assert_eq!(
        (
            &answer.json()["kinds"]["share_expiring"],
            &answer.json()["kinds"]["batch_ended"]
        ),
        (&json!(false), &json!(true))
    );
    let wrong = ada.put(&settings, &json!({ "kinds": { "everything": false } })).await;
    assert_eq!(wrong.problem(422, "invalid"), ["kinds.everything"]);
    let id = picture(&studio, user_id(&studio, ADA).await, "a lighthouse").await;
    let soon = json!({ "expires_at": studio.app.clock.now() + TimeDelta::days(3) });
    share(&mut ada, &format!("/api/images/{id}/share"), &soon).await;
    studio.app.clock.advance(TimeDelta::hours(49));
    assert_eq!(tell_of_shares(&studio.app).await.unwrap(), 0);
    assert_eq!(
        ada.post_form("/notifications/settings", &[("kind", "share_expiring")])
            .await
            .status,
        303
    );
    assert_eq!(tell_of_shares(&studio.app).await.unwrap(), 1, "wanted again");
}
