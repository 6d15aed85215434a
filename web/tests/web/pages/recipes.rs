//! The pages of recipes. No worker runs here, so nothing starts.

use sqlx::PgPool;

use crate::support::TestApp;

const NEW: &str = "/recipes/new";

/// A form that is right.
const GOOD: [(&str, &str); 5] = [
    ("name", "Large"),
    ("steps", "1"),
    ("does.1", "upscale|fal-ai/esrgan"),
    ("num_images.1", "1"),
    ("take.1", "all"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    GOOD.iter().chain(more).copied().collect()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_recipe_is_made_changed_and_deleted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    assert!(browser.get("/recipes").await.text().contains("No recipes yet"));
    let two = browser.post_form(NEW, &with(&[("action", "add")])).await;
    assert_eq!(two.status, 200, "{two:?}");
    assert!(
        two.text().contains("Step 2") && two.text().contains("value=\"Large\""),
        "{two:?}"
    );
    let made = browser.post_form(NEW, &with(&[("action", "save")])).await;
    assert_eq!(made.status, 303, "{made:?}");
    let page = made.header("location").to_owned();
    let shown = browser.get(&page).await;
    assert!(shown.text().contains("One picture costs about"), "{shown:?}");
    let version = shown
        .text()
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let changed = browser
        .post_form(
            &page,
            &with(&[("name", "Larger"), ("version", &version), ("action", "save")]),
        )
        .await;
    assert_eq!(changed.status, 303, "{changed:?}");
    assert!(browser.get("/recipes").await.text().contains("Larger"));
    // The same version again is not the present one.
    let outdated = browser
        .post_form(
            &page,
            &with(&[("name", "Other"), ("version", &version), ("action", "save")]),
        )
        .await;
    assert_eq!(outdated.status, 412, "{outdated:?}");
    assert!(outdated.text().contains("value=\"Other\""), "what was typed is lost");
    let none = browser.post_form(&format!("{page}/run"), &[("key", "k")]).await;
    assert_eq!(none.status, 422, "{none:?}");
    assert!(none.text().contains("role=\"alert\""), "{none:?}");

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    for action in ["/delete", "/run", ""] {
        let answer = stranger
            .post_form(&format!("{page}{action}"), &with(&[("action", "save")]))
            .await;
        assert_eq!(answer.status, 404, "{action}: {answer:?}");
    }
    assert_eq!(browser.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert_eq!(browser.get(&page).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_fields_are_told_and_nothing_typed_is_lost(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (field, text, control) in [
        ("name", " ", "name"),
        ("does.1", "dance|fal-ai/esrgan", "does.1"),
        ("does.1", "upscale|no/such", "does.1"),
        ("num_images.1", "many", "num_images.1"),
        ("num_images.1", "99", "num_images.1"),
        ("parameters.1", "no colon", "parameters.1"),
        ("parameters.1", "no_such: 1", "parameters.1"),
    ] {
        let answer = browser
            .post_form(
                NEW,
                &with(&[("prompt.1", "typed before"), (field, text), ("action", "save")]),
            )
            .await;
        assert_eq!(answer.status, 422, "{field}={text}: {answer:?}");
        assert!(
            answer.text().contains(&format!("id=\"{control}-error\"")),
            "{field}={text}: {answer:?}"
        );
        assert!(answer.text().contains("typed before"), "{field}={text}");
    }
    assert!(browser.get("/recipes").await.text().contains("No recipes yet"));
}
