use sqlx::PgPool;

use crate::support::TestApp;

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_see_what_the_studio_is(db: PgPool) {
    let studio = TestApp::new(db).await;
    let page = studio.browser().get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("FLUX"), "{page:?}");
    assert!(page.header("vary").contains("HX-Request"));
    assert_eq!(page.header("speculation-rules"), "\"/speculation.json\"");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn visitors_are_asked_to_sign_in_and_come_back(db: PgPool) {
    let studio = TestApp::new(db).await;
    for (path, next) in [
        (
            "/generate?model=fal-ai/flux/dev",
            "%2Fgenerate%3Fmodel%3Dfal-ai%2Fflux%2Fdev",
        ),
        ("/gallery", "%2Fgallery"),
        ("/queue", "%2Fqueue"),
        ("/images/x", "%2Fimages%2Fx"),
    ] {
        let answer = studio.browser().get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, format!("/login?next={next}").as_str())
        );
        let part = studio.browser().get_part(path).await;
        assert_eq!((part.status, part.header("hx-redirect")), (401, "/login"));
    }
    assert_eq!(studio.browser().get("/events").await.status, 401);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_demo_provider_is_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let page = studio.signed_in("ada@example.org").await.get("/gallery").await;
    assert!(page.text().contains("procedural"), "{page:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_theme_is_kept_in_a_cookie(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.browser();
    browser
        .post_form("/theme", &[("theme", "hc-dark"), ("next", "/login")])
        .await;
    assert_eq!(browser.cookie("theme"), Some("hc-dark"));
    assert!(browser.get("/login").await.text().contains("data-theme=\"hc-dark\""));
    assert!(browser.get("/nothing").await.text().contains("data-theme=\"hc-dark\""));
    browser
        .post_form("/theme", &[("theme", "\"; Domain=evil.example")])
        .await;
    assert_eq!(browser.cookie("theme"), Some("auto"));
}
