//! Links: what they show to whom, and that everything that ends them ends them at once.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_model::{JobId, ThumbnailSize};
use studio_storage::{ObjectKey, OriginalFormat, ThumbnailFormat};
use uuid::Uuid;

use super::images::{picture, user_id};
use crate::support::{Browser, TestApp};

const ADA: &str = "ada@example.org";
pub(crate) const PROMPT: &str = "a lighthouse nobody may read of";

/// A picture of Ada with its files.
pub(crate) async fn stored_picture(studio: &TestApp) -> Uuid {
    let id = picture(studio, user_id(studio, ADA).await, PROMPT).await;
    let (job_id, index) = (JobId(id), 0);
    let (size, format) = (ThumbnailSize::Medium, ThumbnailFormat::Webp);
    let thumbnail = ObjectKey::Thumbnail {
        job_id,
        index,
        size,
        format,
    };
    let format = OriginalFormat::Png;
    let original = ObjectKey::Original { job_id, index, format };
    for key in [thumbnail, original] {
        studio.app.store.put(&key, "pixels".into()).await.unwrap();
    }
    id
}

/// Makes a link and gives its token.
pub(crate) async fn share(browser: &mut Browser, path: &str, body: &Value) -> String {
    let answer = browser.post(path, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()["share"]["token"].as_str().unwrap().to_owned()
}

/// The answers to everything that a link to a picture shows: page, API, thumbnail, original, inside another page.
async fn statuses(browser: &mut Browser, token: &str, id: Uuid) -> [u16; 5] {
    let mut found = [0; 5];
    let paths = [
        format!("/s/{token}"),
        format!("/api/share/image/{token}"),
        format!("/s/{token}/media/{id}/512.webp"),
        format!("/s/{token}/originals/{id}"),
        format!("/embed/{token}"),
    ];
    for (status, path) in found.iter_mut().zip(paths) {
        *status = browser.get(&path).await.status;
    }
    found
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_link_shows_a_picture_until_something_ends_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, mut visitor) = (studio.signed_in(ADA).await, studio.browser());
    let id = stored_picture(&studio).await;
    let path = format!("/api/images/{id}/share");
    let token = share(&mut ada, &path, &json!({})).await;
    assert_eq!(statuses(&mut visitor, &token, id).await, [200, 200, 200, 404, 200]);
    let shown = visitor.get(&format!("/api/share/image/{token}")).await.json();
    assert_eq!(
        (&shown["image"]["prompt"], &shown["owner_name"]),
        (&Value::Null, &json!("Ada"))
    );
    for path in [
        format!("/s/{token}"),
        format!("/embed/{token}"),
        format!("/api/share/image/{token}"),
    ] {
        assert!(!visitor.get(&path).await.text().contains("lighthouse"), "{path}");
    }
    let open = json!({ "shows_prompts": true, "allows_download": true, "expires_at": studio.app.clock.now() + TimeDelta::days(2) });
    let generous = share(&mut ada, &format!("/api/share/image/{id}"), &open).await;
    assert_eq!(statuses(&mut visitor, &generous, id).await, [200; 5]);
    assert!(visitor.get(&format!("/s/{generous}")).await.text().contains(PROMPT));

    ada.delete(&format!("/api/images/{id}")).await;
    assert_eq!(statuses(&mut visitor, &generous, id).await, [404; 5], "in the trash");
    assert_eq!(ada.get("/api/share").await.json()["items"][0]["dead"], "trashed");
    ada.post(&format!("/api/images/{id}/restore"), &json!({})).await;
    assert_eq!(statuses(&mut visitor, &generous, id).await, [200; 5]);
    studio.app.clock.advance(TimeDelta::days(2));
    assert_eq!(statuses(&mut visitor, &generous, id).await, [404; 5], "expired");

    let mut bob = studio.signed_in("bob@example.org").await;
    bob.delete(&format!("/api/share/{token}"))
        .await
        .problem(404, "not_found");
    assert_eq!(bob.get("/api/share").await.json()["items"], json!([]));
    bob.post(&path, &json!({})).await.problem(404, "not_found");
    assert_eq!(ada.delete(&format!("/api/share/{token}")).await.status, 204);
    assert_eq!(statuses(&mut visitor, &token, id).await, [404; 5], "revoked");
    let gone = visitor.get(&format!("/s/{token}")).await;
    let never = visitor.get(&format!("/s/{}", "A".repeat(24))).await;
    assert!(gone.text().contains("This link shows nothing"), "{gone:?}");
    assert_eq!(
        gone.text().replace(&token, ""),
        never.text().replace(&"A".repeat(24), "")
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_password_keeps_out_who_does_not_know_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, mut visitor) = (studio.signed_in(ADA).await, studio.browser());
    let id = stored_picture(&studio).await;
    let wanted = json!({ "password": "owls at dusk", "shows_prompts": true, "allows_download": true });
    let token = share(&mut ada, &format!("/api/images/{id}/share"), &wanted).await;
    assert_eq!(statuses(&mut visitor, &token, id).await, [200, 401, 404, 404, 404]);
    let page = visitor.get(&format!("/s/{token}")).await;
    assert!(
        page.text().contains("type=\"password\"") && !page.text().contains("lighthouse"),
        "{page:?}"
    );
    assert_eq!(statuses(&mut ada, &token, id).await, [200; 5], "its owner needs none");

    let unlock = format!("/s/{token}/unlock");
    let mut other = studio.browser();
    other.address = "198.51.100.9:1".parse().unwrap();
    for attempt in 1..=4 {
        let wrong = visitor.post_form(&unlock, &[("password", "owls at dawn")]).await;
        assert_eq!(wrong.status, 422, "{attempt}: {wrong:?}");
    }
    visitor.post_form(&unlock, &[("password", "owls at dawn")]).await;
    let locked_out = visitor.post_form(&unlock, &[("password", "owls at dusk")]).await;
    assert_eq!(locked_out.status, 429, "{locked_out:?}");
    let answer = other
        .post(
            &format!("/api/share/{token}/unlock"),
            &json!({ "password": "owls at dusk" }),
        )
        .await;
    assert_eq!(answer.status, 204, "others are not locked out: {answer:?}");
    assert_eq!(statuses(&mut other, &token, id).await, [200; 5]);
    studio.app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(
        visitor.post_form(&unlock, &[("password", "owls at dusk")]).await.status,
        303
    );
    assert_eq!(statuses(&mut visitor, &token, id).await, [200; 5]);

    let second = share(&mut ada, &format!("/api/images/{id}/share"), &wanted).await;
    let key = visitor.cookie(&format!("studio_share_{token}")).unwrap().to_owned();
    let stolen = studio
        .browser()
        .header("cookie", &format!("studio_share_{second}={key}"));
    assert_eq!(
        stolen.clone().get(&format!("/api/share/image/{second}")).await.status,
        401,
        "a key is of one link"
    );
    studio.app.clock.advance(TimeDelta::hours(13));
    assert_eq!(
        statuses(&mut visitor, &token, id).await,
        [200, 401, 404, 404, 404],
        "a key ends"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_link_to_a_project_covers_what_is_in_it_and_nothing_else(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, mut visitor) = (studio.signed_in(ADA).await, studio.browser());
    let made = ada
        .post("/api/projects", &json!({ "name": "Winter", "notes": "for me alone" }))
        .await
        .json();
    let project = format!("/api/projects/{}", made["project"]["id"].as_str().unwrap());
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(stored_picture(&studio).await);
    }
    let outside = stored_picture(&studio).await;
    ada.post(&format!("{project}/images/add"), &json!({ "image_ids": ids }))
        .await;
    let token = share(
        &mut ada,
        &format!("{project}/share"),
        &json!({ "allows_download": true }),
    )
    .await;
    let shown = format!("/api/share/project/{token}");
    let first = visitor.get(&format!("{shown}?limit=2")).await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = visitor.get(&format!("{shown}?limit=2&cursor={cursor}")).await.json();
    assert_eq!(
        (
            first["items"].as_array().unwrap().len(),
            second["items"].as_array().unwrap().len()
        ),
        (2, 1)
    );
    assert_eq!((&first["name"], &first["image_count"]), (&json!("Winter"), &json!(3)));
    let page = visitor.get(&format!("/s/{token}")).await.html();
    assert!(
        page.contains(&format!("/s/{token}/images/{}", ids[0])) && !page.contains("for me alone"),
        "{page}"
    );
    visitor
        .get(&format!("/api/share/image/{token}"))
        .await
        .problem(404, "not_found");

    let statuses = async |visitor: &mut Browser, id: Uuid| {
        let page = visitor.get(&format!("/s/{token}/images/{id}")).await.status;
        let thumbnail = visitor.get(&format!("/s/{token}/media/{id}/512.webp")).await.status;
        [
            page,
            thumbnail,
            visitor.get(&format!("/s/{token}/originals/{id}")).await.status,
        ]
    };
    assert_eq!(statuses(&mut visitor, ids[1]).await, [200; 3]);
    assert_eq!(statuses(&mut visitor, outside).await, [404; 3]);
    ada.delete(&format!("{project}/images/{}", ids[1])).await;
    assert_eq!(statuses(&mut visitor, ids[1]).await, [404; 3], "moved out");
    assert_eq!(ada.delete(&project).await.status, 204);
    assert_eq!(statuses(&mut visitor, ids[0]).await, [404; 3], "the project is deleted");
    assert_eq!(visitor.get(&format!("/s/{token}")).await.status, 404);
    visitor.get(&shown).await.problem(404, "not_found");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_wishes_for_links_are_refused(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let id = stored_picture(&studio).await;
    let past = studio.app.clock.now() - TimeDelta::seconds(1);
    for (body, field) in [
        (json!({ "expires_at": past }), "expires_at"),
        (json!({ "expires_at": "2999-01-01T00:00:00Z" }), "expires_at"),
        (json!({ "password": "short" }), "password"),
        (json!({ "password": "x".repeat(201) }), "password"),
        (
            json!({ "password": "long enough", "allows_indexing": true }),
            "allows_indexing",
        ),
        (json!({ "title": "Mine" }), "title"),
    ] {
        let answer = ada.post(&format!("/api/images/{id}/share"), &body).await;
        assert_eq!(answer.problem(422, "invalid"), [field], "{body}");
    }
    assert_eq!(
        ada.get("/api/share?image_id=x").await.problem(422, "invalid"),
        ["image_id"]
    );
    studio
        .browser()
        .post(&format!("/api/images/{id}/share"), &json!({}))
        .await
        .problem(401, "unauthenticated");
}
