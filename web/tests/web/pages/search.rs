//! The search page and the parts of it that go into the command palette.

use serde_json::json;
use sqlx::PgPool;

use crate::api::images::{picture, user_id};
use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn words_are_found_in_everything_of_ones_own(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut eve = studio.signed_in("eve@example.org").await;
    let image = picture(&studio, user_id(&studio, "ada@example.org").await, "a red heron").await;
    let prompt = json!({ "title": "Heron in the reeds", "prompt_text": "a heron" });
    assert_eq!(ada.post("/api/prompts", &prompt).await.status, 201);
    for path in ["/api/projects", "/api/collections"] {
        assert_eq!(
            ada.post(path, &json!({ "name": "Heron 100%" })).await.status,
            201,
            "{path}"
        );
    }
    let page = ada.get("/search?q=HERON").await.html();
    for part in [
        &format!("/images/{image}"),
        "Heron in the reeds",
        "/projects/",
        "/collections/",
        "4 things found",
        "href=\"/gallery?q=HERON\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let only = ada.get("/search?q=heron&in=collections").await.html();
    assert!(
        only.contains("1 thing found") && only.contains("/collections/"),
        "{only}"
    );
    // No letter, so no picture has it; names may.
    assert!(ada.get("/search?q=%25").await.html().contains("2 things found"));
    assert!(
        ada.get("/search?q=schnell")
            .await
            .html()
            .contains("/generate?model=fal-ai")
    );

    let part = ada.get_part("/search?q=heron").await.html();
    assert!(part.contains("role=\"option\"") && !part.contains("<html"), "{part}");
    assert!(eve.get("/search?q=heron").await.html().contains("Nothing found"));
    let too_many = ada.get(&format!("/search?q={}", "a+".repeat(21))).await;
    assert_eq!(too_many.status, 422, "{too_many:?}");
    assert!(too_many.html().contains("20 words") && too_many.html().contains("a a a"));
    assert_eq!(
        studio.browser().get("/search?q=heron").await.header("location"),
        "/login?next=%2Fsearch%3Fq%3Dheron"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_palette_offers_what_the_user_may_see_and_do(db: PgPool) {
    let studio = TestApp::new(db).await;
    studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let part = ada.get_part("/search/palette").await.html();
    assert!(
        part.contains("action=\"/queue/pause\"") && !part.contains("/admin/"),
        "{part}"
    );
    assert_eq!(ada.get("/search/palette").await.header("location"), "/search");
    ada.post_form("/queue/pause", &[]).await;
    assert!(
        ada.get_part("/search/palette")
            .await
            .html()
            .contains("action=\"/queue/resume\"")
    );

    let chosen = [("language", "de"), ("next", "/gallery?q=owl")];
    let back = ada.post_form("/settings/preferences/language", &chosen).await;
    assert_eq!(back.header("location"), "/gallery?q=owl");
    assert!(ada.get("/search").await.text().contains("lang=\"de\""));
    assert_eq!(
        ada.post_form("/settings/preferences/language", &[("language", "xx")])
            .await
            .status,
        303
    );
    assert!(ada.get("/search").await.text().contains("lang=\"en\""));
}
