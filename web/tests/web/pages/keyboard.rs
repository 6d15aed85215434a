//! The keys of pages: changed, refused with nothing lost, switched off.

use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const PAGE: &str = "/settings/keyboard";

async fn version(browser: &mut Browser) -> String {
    let page = browser.get(PAGE).await.html();
    let rest = page.split("name=\"version\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn keys_are_changed_refused_and_switched_off(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    assert!(!ada.get("/queue").await.text().contains("data-keys="));
    let seen = version(&mut ada).await;

    let wrong = [
        ("version", seen.as_str()),
        ("on", "true"),
        ("keys.go-queue", "w"),
        ("keys.help", "w"),
        ("keys.new-generation", "b"),
        ("keys.search", "quick"),
        ("keys.fly", "y"),
    ];
    let refused = ada.post_form(PAGE, &wrong).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    let html = refused.html();
    for part in [
        "in the way of another",
        "does something else on some pages",
        "use one character",
        "there is no such shortcut",
        "value=\"quick\"",
        "value=\"b\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }

    let right = [
        ("version", seen.as_str()),
        ("on", "true"),
        ("keys.go-queue", "W"),
        ("keys.help", "?"),
    ];
    let saved = ada.post_form(PAGE, &right).await;
    assert_eq!(saved.header("location"), "/settings/keyboard?done=keyboard");
    assert!(
        ada.get("/queue")
            .await
            .html()
            .contains("data-keys=\"{&quot;go-queue&quot;:&quot;w&quot;}\"")
    );
    assert!(
        ada.get_part("/keys")
            .await
            .html()
            .contains("<kbd class=\"key\">w</kbd>")
    );
    assert_eq!(
        ada.post_form(PAGE, &right).await.status,
        412,
        "somebody else was quicker"
    );

    // Other settings leave them alone.
    ada.post_form("/settings/preferences/language", &[("language", "en")])
        .await;
    let seen = version(&mut ada).await;
    ada.post_form(PAGE, &[("version", &seen), ("keys.go-queue", "w")]).await;
    assert!(ada.get("/queue").await.text().contains("data-keys=\"off\""));
    let seen = version(&mut ada).await;
    let reset = [
        ("version", seen.as_str()),
        ("on", "true"),
        ("keys.go-queue", "w"),
        ("action", "reset"),
    ];
    ada.post_form(PAGE, &reset).await;
    assert!(!ada.get("/queue").await.text().contains("data-keys="));
    assert_eq!(ada.get("/keys").await.header("location"), PAGE);
}
