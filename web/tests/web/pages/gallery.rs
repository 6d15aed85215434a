//! How the gallery looks, and its days.

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::api::images::{picture, user_id};
use crate::support::{Answer, Browser, TestApp};

/// So many pictures, made a second apart from `at` on.
async fn pictures(studio: &TestApp, user: Uuid, at: &str, count: i32) {
    for number in 0..count {
        let id = picture(studio, user, &format!("fox {number}")).await;
        sqlx::query(
            "UPDATE images SET created_at = $2::timestamptz + $3 * interval '1 s', tags = '{sea}' WHERE id = $1",
        )
        .bind(id)
        .bind(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap())
        .bind(number)
        .execute(&studio.app.db)
        .await
        .unwrap();
    }
}

/// The days over the pictures.
fn days(answer: &Answer) -> Vec<String> {
    let html = answer.html();
    let times = html
        .split("<time datetime=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned());
    // Other times are moments.
    times.filter(|time| time.len() == "2025-03-10".len()).collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_look_is_part_of_the_address_and_kept_for_other_devices(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    pictures(
        &studio,
        user_id(&studio, "ada@example.org").await,
        "2025-03-10T12:00:00Z",
        50,
    )
    .await;
    assert!(ada.get("/gallery").await.html().contains("data-view=\"grid\""));
    assert!(
        ada.get("/gallery?view=masonry")
            .await
            .html()
            .contains("data-view=\"masonry\"")
    );
    assert!(
        ada.get("/gallery").await.html().contains("data-view=\"grid\""),
        "looking keeps nothing"
    );

    let fields = [("view", "list"), ("q", "fox"), ("at", "2025-03-10")];
    let chosen = ada.post_form("/gallery/view", &fields).await;
    assert_eq!(
        (chosen.status, chosen.header("location")),
        (303, "/gallery?q=fox&at=2025-03-10&view=list")
    );
    let mut phone = studio.browser();
    phone.log_in("ada@example.org", crate::support::PASSWORD).await;
    let list = phone.get("/gallery?q=fox").await.html();
    assert!(
        list.contains("data-view=\"list\"") && list.contains("<td data-label=\"Tags\">sea</td>"),
        "{list}"
    );
    assert!(list.contains("aria-sort=\"descending\""), "by date");
    assert!(
        list.contains("href=\"/gallery?q=fox&amp;sort=date&amp;order=asc\""),
        "the other way round"
    );
    assert!(
        list.contains("href=\"/gallery?q=fox&amp;sort=name&amp;order=asc\""),
        "{list}"
    );
    assert!(
        list.contains("/gallery?q=fox&amp;view=list&amp;cursor="),
        "what follows looks the same"
    );
    assert_eq!(
        phone.get("/api/settings").await.json()["settings"]["gallery_view"],
        "list"
    );

    let version = phone.get("/api/settings").await.header("etag").to_owned();
    phone.post_form("/gallery/view", &[("view", "masonry")]).await;
    assert_ne!(
        phone.get("/api/settings").await.header("etag"),
        version,
        "settings have one version"
    );
    for (path, fields) in [("/gallery/view", [("view", "wall")]), ("/gallery/view", [("q", "fox")])] {
        let refused = phone.post_form(path, &fields).await;
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(refused.html().contains("Use one of the buttons."));
    }
    assert_eq!(phone.get("/gallery?view=wall").await.status, 422);
    let mut eve = studio.signed_in("eve@example.org").await;
    assert_eq!(
        eve.get("/api/settings").await.json()["settings"]["gallery_view"],
        "grid"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn days_stand_over_their_pictures_once_and_can_be_gone_to(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    pictures(&studio, user, "2025-03-08T12:00:00Z", 1).await;
    pictures(&studio, user, "2025-03-09T23:30:00Z", 5).await;
    pictures(&studio, user, "2025-03-10T12:00:00Z", 50).await;
    let next = |answer: &Answer| {
        let html = answer.html();
        let href = html
            .split("hx-get=\"")
            .nth(1)
            .expect("a next page")
            .split('"')
            .next()
            .unwrap();
        href.replace("&amp;", "&")
    };

    let first = ada.get("/gallery").await;
    assert_eq!(days(&first), ["2025-03-10"]);
    assert!(first.html().contains("10 March 2025"));
    assert_eq!(first.html().matches("<article").count(), 48);
    let second = ada.get_part(&next(&first)).await;
    assert_eq!(days(&second), ["2025-03-09", "2025-03-08"], "10 March was said before");
    assert_eq!(second.html().matches("<article").count(), 8);
    let alone = ada.get(&next(&first)).await;
    assert_eq!(
        days(&alone),
        ["2025-03-10", "2025-03-09", "2025-03-08"],
        "a page of its own says all"
    );
    assert!(alone.html().contains("To the start"));

    let mut berlin = ada
        .header("cookie", "time_zone=Europe/Berlin")
        .header("accept-language", "de");
    let first = berlin.get("/gallery").await;
    assert!(first.html().contains("10. März 2025"));
    assert_eq!(days(&berlin.get_part(&next(&first)).await), ["2025-03-08"]);
    assert_eq!(days(&berlin.get("/gallery?at=2025-03-09").await), ["2025-03-08"]);
    assert_eq!(
        days(&ada.header("cookie", "time_zone=Mars/Olympus").get("/gallery").await),
        ["2025-03-10"]
    );

    let ninth = ada.get("/gallery?at=2025-03-09&q=fox").await;
    assert_eq!(days(&ninth), ["2025-03-09", "2025-03-08"]);
    assert!(
        ninth.html().contains("href=\"/gallery?q=fox&amp;at=2025-03-10\""),
        "what is newer"
    );
    assert!(!ninth.html().contains("Use a day"));
    let upwards = ada.get("/gallery?at=2025-03-09&order=asc").await;
    assert_eq!(days(&upwards), ["2025-03-09", "2025-03-10"]);
    assert!(
        upwards.html().contains("href=\"/gallery?order=asc&amp;at=2025-03-08\""),
        "what is older"
    );
    let nothing = ada.get("/gallery?at=2025-03-01").await;
    assert!(nothing.html().contains("Nothing here") && nothing.html().contains("/gallery?at=2025-03-08"));
    assert_eq!(
        days(&ada.get("/gallery?at=2025-03-09&sort=name").await),
        Vec::<String>::new()
    );
    assert_eq!(
        ada.get("/gallery?at=&sort=date").await.header("location"),
        "/gallery?sort=date"
    );
    let wrong = ada.get("/gallery?at=2025-02-30").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.html().contains("Use a day such as 2026-11-27."));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn chosen_pictures_go_on_a_collection_and_off_again(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let user = user_id(&studio, "ada@example.org").await;
    pictures(&studio, user, "2025-03-10T12:00:00Z", 3).await;
    let board = |answer: Answer| answer.json()["collection"]["id"].as_str().unwrap().to_owned();
    let mine = board(ada.post("/api/collections", &json!({ "name": "Moods" })).await);
    let named = ada.get("/api/images?limit=1").await.json()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/collections/{mine}/images");
    ada.post(&path, &json!({ "image_ids": [named] })).await;
    assert!(ada.get("/gallery?select=1").await.html().contains(">Moods</option>"));
    assert!(!ada.get("/gallery").await.html().contains(">Moods</option>"));

    let all = [
        ("action", "collect"),
        ("all", "true"),
        ("q", "fox"),
        ("to_collection", mine.as_str()),
    ];
    let done = ada.post_form("/gallery/bulk", &all).await;
    let there = done.header("location").to_owned();
    assert!(
        there.starts_with("/gallery?q=fox&changed=2&undo="),
        "one was on it: {there}"
    );
    let count = async |ada: &mut Browser| ada.get(&path).await.json()["items"].as_array().unwrap().len();
    assert_eq!(count(&mut ada).await, 3);
    let token = there.rsplit_once('=').unwrap().1;
    assert_eq!(ada.post_form(&format!("/undo/{token}"), &[]).await.status, 303);
    assert_eq!(count(&mut ada).await, 1, "what was on it before stays");

    let mut eve = studio.signed_in("eve@example.org").await;
    let places = ada.get_part("/gallery/places").await.html();
    assert!(
        places.contains(&format!("data-place=\"{mine}\" data-action=\"collect\"")),
        "{places}"
    );
    let others = board(eve.post("/api/collections", &json!({ "name": "Others" })).await);
    for board in [others.as_str(), "x", ""] {
        let fields = [("action", "collect"), ("id", named.as_str()), ("to_collection", board)];
        assert_eq!(ada.post_form("/gallery/bulk", &fields).await.status, 422, "{board}");
    }
}
