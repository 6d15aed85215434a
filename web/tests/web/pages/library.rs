//! Marks, words about pictures and the trash, in the browser.

use sqlx::PgPool;
use uuid::Uuid;

use crate::api::images::{picture, user_id};
use crate::support::{Browser, TestApp};

async fn ada(studio: &TestApp) -> (Browser, Uuid) {
    let browser = studio.signed_in("ada@example.org").await;
    let id = picture(studio, user_id(studio, "ada@example.org").await, "a lighthouse").await;
    (browser, id)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn marks_answer_with_their_new_state_and_work_without_script(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, id) = ada(&studio).await;
    let path = format!("/images/{id}/favorite");
    let part = ada.post_part(&path, &[("is_favorite", "true")]).await;
    assert!(part.html().contains("aria-pressed=\"true\""), "{part:?}");
    let from = ada.header("referer", "http://studio.test:3007/gallery?page=2");
    let back = from
        .clone()
        .post_form(&format!("/images/{id}/rate"), &[("rating", "4")])
        .await;
    assert_eq!((back.status, back.header("location")), (303, "/gallery?page=2"));
    let page = ada.get(&format!("/images/{id}")).await.html();
    assert!(page.contains("Rated 4 of 5"), "{page}");
    ada.post_form(&format!("/images/{id}/rate"), &[("rating", "0")]).await;
    assert!(ada.get(&format!("/images/{id}")).await.html().contains("Not rated"));
    assert_eq!(
        ada.post_form(&format!("/images/{id}/rate"), &[("rating", "x")])
            .await
            .status,
        422
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn words_about_a_picture_are_saved_or_kept_in_the_form(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, id) = ada(&studio).await;
    let path = format!("/images/{id}");
    ada.post_form(&format!("{path}/rate"), &[("rating", "3")]).await;
    let page = ada.get(&path).await.html();
    let version = page
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let long = "x".repeat(201);
    let mut fields = vec![
        ("version", version.as_str()),
        ("name", &long),
        ("alt_text", "A white tower"),
        ("tags", "Sea, night sky"),
    ];
    let refused = ada.post_form(&path, &fields).await;
    assert_eq!(refused.status, 422);
    let html = refused.html();
    assert!(
        html.contains("use at most 200 characters") && html.contains(&long) && html.contains("A white tower"),
        "{html}"
    );

    fields[1] = ("name", "Third try");
    let saved = ada.post_form(&path, &fields).await;
    assert_eq!((saved.status, saved.header("location")), (303, path.as_str()));
    let html = ada.get(&path).await.html();
    assert!(
        html.contains("alt=\"A white tower\"") && html.contains("night sky"),
        "{html}"
    );
    assert!(html.contains("Rated 3 of 5"), "the rating stays");
    let outdated = ada.post_form(&path, &fields).await;
    assert_eq!(outdated.status, 412);
    assert!(outdated.html().contains("Third try"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_picture_is_deleted_taken_back_and_removed_for_good(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, id) = ada(&studio).await;
    let path = format!("/images/{id}");
    let deleted = ada.post_form(&format!("{path}/delete"), &[]).await;
    assert_eq!(deleted.header("location"), format!("/gallery?trashed={id}"));
    let gallery = ada.get(deleted.header("location")).await.html();
    assert!(gallery.contains(&format!("{path}/restore")), "{gallery}");
    assert!(ada.get("/trash").await.html().contains(&format!("trash-{id}")));
    assert_eq!(ada.post_form(&format!("{path}/restore"), &[]).await.status, 303);
    assert_eq!(ada.get(&path).await.status, 200);
    assert!(
        !ada.get(deleted.header("location")).await.html().contains("/restore"),
        "nothing to take back"
    );

    ada.post_form(&format!("{path}/delete"), &[]).await;
    let mut eve = studio.signed_in("eve@example.org").await;
    for action in ["delete", "restore", "purge", "favorite"] {
        assert_eq!(
            eve.post_form(&format!("{path}/{action}"), &[]).await.status,
            404,
            "{action}"
        );
    }
    assert!(
        !eve.get(&format!("/gallery?trashed={id}"))
            .await
            .html()
            .contains("/restore")
    );
    assert_eq!(ada.post_form("/trash/empty", &[]).await.header("location"), "/trash");
    assert!(ada.get("/trash").await.html().contains("The trash is empty"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_address_of_the_gallery_limits_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, id) = ada(&studio).await;
    let user = user_id(&studio, "ada@example.org").await;
    for number in 0..50 {
        picture(&studio, user, &format!("fox {number}")).await;
    }
    let page = ada.get("/gallery?q=lighthouse&aspect=4:3").await;
    assert_eq!(page.status, 200);
    let html = page.html();
    assert!(html.contains(&format!("image-{id}")) && !html.contains("fox"), "{html}");
    assert!(
        html.contains("href=\"/gallery?aspect=4%3A3\"") && html.contains("href=\"/gallery?q=lighthouse\""),
        "{html}"
    );
    let first = ada.get("/gallery?q=fox&sort=name").await.html();
    assert!(
        first.contains("/gallery?q=fox&amp;sort=name&amp;view=grid&amp;cursor=n"),
        "{first}"
    );

    let tidy = ada.get("/gallery?q=fox&from=&to=&sort=date&order=desc&rating=").await;
    assert_eq!(
        (tidy.status, tidy.header("location")),
        (303, "/gallery?q=fox&sort=date&order=desc")
    );
    let wrong = ada.get("/gallery?rating=9").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.html().contains("Use 1 to 5."));
    assert!(ada.get("/gallery?q=nothing").await.html().contains("No such images"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn chosen_pictures_are_changed_and_changed_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    let (mut ada, id) = ada(&studio).await;
    let user = user_id(&studio, "ada@example.org").await;
    for number in 0..3 {
        picture(&studio, user, &format!("fox {number}")).await;
    }
    let page = ada.get("/gallery?q=fox&select=1").await.html();
    assert_eq!(page.matches("form=\"bulk\"").count(), 3, "{page}");
    let text = id.to_string();
    let one = [("action", "favorite"), ("id", text.as_str()), ("select", "1")];
    let done = ada.post_form("/gallery/bulk", &one).await;
    let there = done.header("location").to_owned();
    assert!(there.starts_with("/gallery?select=1&changed=1&undo="), "{there}");
    let all = [("action", "trash"), ("all", "true"), ("q", "fox"), ("new_tag", "")];
    let done = ada.post_form("/gallery/bulk", &all).await;
    let there = done.header("location").to_owned();
    assert!(there.starts_with("/gallery?q=fox&changed=3&undo="), "{there}");
    let page = ada.get(&there).await.html();
    assert!(
        page.contains("3 images changed.") && page.contains("No such images"),
        "{page}"
    );
    let token = there.rsplit_once('=').unwrap().1.to_owned();
    let back = ada
        .post_form(&format!("/undo/{token}"), &[("next", "/gallery?q=fox")])
        .await;
    assert_eq!((back.status, back.header("location")), (303, "/gallery?q=fox"));
    assert_eq!(ada.get("/gallery?q=fox").await.html().matches("<article").count(), 3);
    assert!(!ada.get(&there).await.html().contains("/undo/"), "it was taken back");
    assert_eq!(ada.post_form(&format!("/undo/{token}"), &[]).await.status, 404);

    let nothing = ada
        .post_form("/gallery/bulk", &[("action", "trash"), ("select", "1")])
        .await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.html().contains("name 1 to 500 pictures"));
    let no_tag = ada
        .post_form(
            "/gallery/bulk",
            &[("action", "tag"), ("id", text.as_str()), ("new_tag", " ")],
        )
        .await;
    assert_eq!(no_tag.status, 422);
}
