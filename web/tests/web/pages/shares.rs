//! Sharing without script: the form, the cards that other sites show, pages inside other pages, and visitors that are counted.

use serde_json::json;
use sqlx::PgPool;

use crate::api::shares::{PROMPT, share, stored_picture};
use crate::support::TestApp;

const ADA: &str = "ada@example.org";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_link_is_made_and_revoked_by_forms(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await;
    let path = format!("/images/{}/share", stored_picture(&studio).await);
    let wrong = ada
        .post_form(&path, &[("password", "abc"), ("days", "7"), ("shows_prompts", "true")])
        .await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let html = wrong.html();
    assert!(
        html.contains("id=\"password-error\"") && html.contains("value=\"7\" selected"),
        "{html}"
    );
    assert!(
        html.contains("name=\"shows_prompts\" type=\"checkbox\" value=\"true\" checked"),
        "{html}"
    );
    assert_eq!(ada.post_form(&path, &[("days", "x")]).await.status, 422);

    let made = ada.post_form(&path, &[("days", ""), ("password", "")]).await;
    assert_eq!(made.status, 303, "{made:?}");
    let token = made.header("location").split("#link-").nth(1).unwrap().to_owned();
    let page = ada.get(&path).await.html();
    let address = format!("http://studio.test:3007/s/{token}");
    assert!(
        page.contains(&address) && page.contains("/embed/") && page.contains("0 visitors"),
        "{page}"
    );
    assert!(ada.get("/shares").await.html().contains(&address));
    let mut bob = studio.signed_in("bob@example.org").await;
    assert_eq!(bob.get(&path).await.status, 404);
    assert_eq!(bob.post_form(&path, &[("days", "")]).await.status, 404);
    assert_eq!(bob.post_form(&format!("/shares/{token}/revoke"), &[]).await.status, 404);
    assert_eq!(ada.post_form(&format!("/shares/{token}/revoke"), &[]).await.status, 303);
    assert!(ada.get("/shares").await.text().contains("You share nothing yet"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn other_sites_get_a_card_a_frame_and_nothing_that_is_not_shared(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, mut robot) = (studio.signed_in(ADA).await, studio.browser());
    let id = stored_picture(&studio).await;
    let path = format!("/api/images/{id}/share");
    let token = share(&mut ada, &path, &json!({})).await;
    let page = robot.get(&format!("/s/{token}")).await;
    assert_eq!(
        (page.header("x-robots-tag"), page.header("referrer-policy")),
        ("noindex", "same-origin")
    );
    assert_eq!(page.header("x-frame-options"), "DENY");
    let html = page.html();
    let origin = "http://studio.test:3007";
    for part in [
        "<meta name=\"robots\" content=\"noindex\">".to_owned(),
        format!("<link rel=\"canonical\" href=\"{origin}/s/{token}\">"),
        format!("<meta property=\"og:image\" content=\"{origin}/s/{token}/media/{id}/1024.webp\">"),
        "<meta property=\"og:image:height\" content=\"768\">".to_owned(),
        "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
        "<meta property=\"og:title\" content=\"A shared picture\">".to_owned(),
    ] {
        assert!(html.contains(&part), "{part}\n{html}");
    }
    let frame = robot.get(&format!("/embed/{token}")).await;
    assert_eq!(frame.header("x-frame-options"), "");
    assert!(
        frame.header("content-security-policy").contains("frame-ancestors *"),
        "{frame:?}"
    );
    let asked = format!("/oembed?maxwidth=320&url={origin}/s/{token}");
    let answer = robot.get(&asked).await.json();
    assert_eq!(
        (&answer["version"], &answer["type"], &answer["width"]),
        (&json!("1.0"), &json!("rich"), &json!(320))
    );
    assert!(
        answer["html"]
            .as_str()
            .unwrap()
            .contains(&format!("{origin}/embed/{token}")),
        "{answer}"
    );
    assert_eq!(robot.get(&format!("{asked}&format=xml")).await.status, 501);
    assert_eq!(robot.get("/oembed?url=https://evil.example/s/x").await.status, 404);

    let public = share(
        &mut ada,
        &path,
        &json!({ "shows_prompts": true, "allows_indexing": true }),
    )
    .await;
    let page = robot.get(&format!("/s/{public}")).await;
    assert!(
        page.header("x-robots-tag").is_empty() && page.text().contains(PROMPT),
        "{page:?}"
    );
    let locked = share(&mut ada, &path, &json!({ "password": "owls at dusk" })).await;
    let page = robot.get(&format!("/s/{locked}")).await;
    assert!(
        !page.text().contains("og:image") && page.text().contains("noindex"),
        "{page:?}"
    );
    assert_eq!(robot.get(&format!("/oembed?url={origin}/s/{locked}")).await.status, 401);
    assert!(
        !ada.get(&format!("/s/{locked}")).await.text().contains("og:image"),
        "not even for those who know it"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_are_counted_once_a_day_and_neither_owners_nor_robots(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in(ADA).await.header("user-agent", FIREFOX);
    let id = stored_picture(&studio).await;
    let token = share(&mut ada, &format!("/api/images/{id}/share"), &json!({})).await;
    let page = format!("/s/{token}");
    let mut first = studio.browser().header("user-agent", FIREFOX);
    let mut second = first.clone();
    second.address = "198.51.100.9:1".parse().unwrap();
    for _ in 0..3 {
        first.get(&page).await;
    }
    ada.get(&page).await;
    studio
        .browser()
        .header("user-agent", "Slackbot-LinkExpanding 1.0")
        .get(&page)
        .await;
    second.header("sec-purpose", "prefetch").get(&page).await;
    let count =
        async |ada: &mut crate::support::Browser| ada.get("/api/share").await.json()["items"][0]["view_count"].clone();
    assert_eq!(count(&mut ada).await, 1);
    second.get(&page).await;
    assert_eq!(count(&mut ada).await, 2);
}
