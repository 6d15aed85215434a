//! The page of API keys without script: made, shown once, revoked.

use sqlx::PgPool;

use crate::support::TestApp;

const PAGE: &str = "/settings/api-keys";

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_key_is_made_shown_once_and_revoked(db: PgPool) {
    let studio = TestApp::new(db).await;
    let admin = studio.signed_in("admin@example.org").await.get(PAGE).await;
    assert!(admin.text().contains("value=\"admin\""), "{admin:?}");
    let mut person = studio.signed_in("ada@example.org").await;
    let empty = person.get(PAGE).await;
    assert!(empty.text().contains("No API keys yet") && !empty.text().contains("value=\"admin\""));

    let wrong = person.post_form(PAGE, &[("name", "typed before"), ("days", "0")]).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert!(wrong.text().contains("id=\"scopes-error\"") && wrong.text().contains("typed before"));
    let sly = person
        .post_form(PAGE, &[("name", "x"), ("scopes", "admin"), ("days", "0")])
        .await;
    assert_eq!(sly.status, 422, "{sly:?}");

    let pairs = [
        ("name", "Printer"),
        ("scopes", "read"),
        ("scopes", "generate"),
        ("days", "30"),
    ];
    let made = person.post_form(PAGE, &pairs).await;
    assert_eq!(
        (made.status, made.header("cache-control")),
        (201, "no-store"),
        "{made:?}"
    );
    let secret = made
        .text()
        .split("id=\"made-key\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let mut script = studio.browser().header("authorization", &format!("Bearer {secret}"));
    assert_eq!(script.get("/api/auth/me").await.status, 200);
    let later = person.get(PAGE).await;
    assert!(later.text().contains("Printer") && !later.text().contains(secret));

    let revoke = later
        .html()
        .split("action=\"/settings/api-keys/")
        .nth(1)
        .unwrap()
        .to_owned();
    let revoke = format!("{PAGE}/{}", revoke.split('"').next().unwrap());
    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.post_form(&revoke, &[]).await.status, 404);
    assert_eq!(person.post_form(&revoke, &[]).await.header("location"), PAGE);
    assert_eq!(script.get("/api/auth/me").await.status, 401);
}
