use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const SETTINGS: &str = "/api/settings";
const DEFAULTS: &str = "/api/settings/defaults";
const MODEL: &str = "fal-ai/flux/schnell";

async fn knowing(browser: &mut Browser) -> Browser {
    let seen = browser.get(SETTINGS).await.header("etag").to_owned();
    browser.header("if-match", &seen)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pages_follow_what_was_chosen(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let usual = browser.get(SETTINGS).await.json()["settings"].clone();
    assert_eq!(
        (&usual["language"], &usual["theme"], &usual["gallery_view"]),
        (&json!(null), &json!("auto"), &json!("grid"))
    );
    let chosen = json!({ "language": "de", "time_zone": "Europe/Berlin", "theme": "dark", "gallery_view": "list" });
    browser.put(SETTINGS, &chosen).await.problem(428, "version_missing");
    let mut first = knowing(&mut browser).await;
    let answer = first.put(SETTINGS, &chosen).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    first.put(SETTINGS, &chosen).await.problem(412, "outdated");
    let page = browser.get("/settings/preferences").await;
    for part in [
        "lang=\"de\"",
        "data-theme=\"dark\"",
        "data-time-zone=\"Europe&#x2f;Berlin\"",
        "Einstellungen",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
    let mut second = knowing(&mut browser).await;
    for (field, value) in [
        ("time_zone", "Europe/Belrin"),
        ("time_zone", &"x".repeat(10_000)),
        ("theme", "neon"),
        ("language", "xx"),
        ("gallery_view", "\u{202e}"),
    ] {
        let mut wrong = chosen.clone();
        wrong[field] = json!(value);
        assert_eq!(
            second.put(SETTINGS, &wrong).await.problem(422, "invalid"),
            [field],
            "{value}"
        );
    }
    // Somebody else has chosen nothing.
    let theirs = studio.signed_in("eve@example.org").await.get(SETTINGS).await.json();
    assert_eq!(theirs["settings"]["theme"], "auto");
    studio.browser().get(SETTINGS).await.problem(401, "unauthenticated");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn forms_and_requests_begin_with_the_chosen_model(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let nameless = json!({ "prompt": "an owl" });
    let refused = browser.post("/api/generate/text-to-image", &nameless).await;
    assert_eq!(refused.problem(422, "invalid"), ["model_id"]);

    let chosen = json!({ "model_id": MODEL, "parameters": { "image_size": "square" } });
    let answer = knowing(&mut browser).await.put(DEFAULTS, &chosen).await;
    assert_eq!(
        (answer.status, &answer.json()["defaults"]),
        (200, &chosen),
        "{answer:?}"
    );
    let job = browser.post("/api/generate/text-to-image", &nameless).await;
    assert_eq!(job.status, 202, "{job:?}");
    let job = job.json()["job"].clone();
    assert_eq!(
        (&job["model_id"], &job["parameters"]["image_size"]),
        (&json!(MODEL), &json!("square"))
    );
    let page = browser.get("/generate").await.html();
    let checked = page.split("value=\"square\"").nth(1).unwrap();
    assert!(
        checked.split('>').next().unwrap().contains("checked"),
        "the parameter does not stand in the form"
    );

    for (wrong, field) in [
        (json!({ "model_id": "no/such" }), "model_id"),
        (json!({ "parameters": { "image_size": "square" } }), "model_id"),
        (
            json!({ "model_id": MODEL, "parameters": { "image_size": "\u{202e}" } }),
            "parameters.image_size",
        ),
    ] {
        let answer = knowing(&mut browser).await.put(DEFAULTS, &wrong).await;
        assert_eq!(answer.problem(422, "invalid"), [field]);
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_page_keeps_what_was_typed(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let version = async |browser: &mut Browser| {
        let page = browser.get("/settings/preferences").await.html();
        let rest = page.split("name=\"version\" value=\"").nth(1).unwrap().to_owned();
        rest.split('"').next().unwrap().to_owned()
    };
    let seen = version(&mut browser).await;
    let form = [
        ("version", seen.as_str()),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("theme", "dark"),
    ];
    let page = browser.post_form("/settings/preferences", &form).await;
    assert!(
        page.status == 422 && page.html().contains("value=\"Mars/Olympus\""),
        "{page:?}"
    );
    let form = [
        ("version", seen.as_str()),
        ("language", "de"),
        ("time_zone", ""),
        ("theme", "dark"),
    ];
    let answer = browser.post_form("/settings/preferences", &form).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/settings/preferences?done=preferences")
    );
    assert_eq!(browser.cookie("theme"), Some("dark"));
    let page = browser.post_form("/settings/preferences", &form).await;
    assert_eq!(page.status, 412, "what somebody else changed is not undone");

    let seen = version(&mut browser).await;
    let form = [
        ("version", seen.as_str()),
        ("model_id", MODEL),
        ("parameters", "image_size: cube"),
    ];
    let page = browser.post_form("/settings/preferences/defaults", &form).await;
    assert!(
        page.status == 422 && page.text().contains("image_size: cube"),
        "{page:?}"
    );
    let form = [
        ("version", seen.as_str()),
        ("model_id", MODEL),
        ("parameters", "image_size: square"),
    ];
    let answer = browser.post_form("/settings/preferences/defaults", &form).await;
    assert_eq!(answer.header("location"), "/settings/preferences?done=defaults");
}
