//! A user's own presets: saved from the form, used, changed on their page, and told about when their model no longer fits.

use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

/// The generation form as a browser sends it.
const FORM: [(&str, &str); 6] = [
    ("model_id", "fal-ai/fast-sdxl"),
    ("prompt", "a fox & an owl"),
    ("negative_prompt", "blurry"),
    ("num_images", "2"),
    ("seed", "7"),
    ("parameters.num_inference_steps", "31"),
];

async fn save(browser: &mut Browser, more: &[(&str, &str)]) -> String {
    let form = [&FORM[..], more].concat();
    let saved = browser.post_form("/generate/presets", &form).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    saved.header("location").to_owned()
}

fn id_of(location: &str) -> &str {
    let id = location.strip_prefix("/generate?own=").unwrap();
    id.split('&').next().unwrap()
}

fn shows(page: &Answer, text: &str) {
    let html = page.html();
    assert!(html.contains(text), "{text}: {html}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn settings_are_saved_used_and_begun_with(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let ask = browser.post_form("/generate/presets/new", &FORM).await;
    assert_eq!(ask.status, 200);
    shows(&ask, "name=\"parameters.num_inference_steps\" value=\"31\"");
    shows(&ask, "a fox &amp; an owl");

    // Nothing is lost when a name is missing, taken, or a setting makes no sense.
    for (more, told) in [
        ([("preset_name", " ")], "1 to 200 characters"),
        ([("parameters.num_inference_steps", "many")], "number"),
    ] {
        let refused = browser
            .post_form("/generate/presets", &[&FORM[..], &more[..]].concat())
            .await;
        assert_eq!(refused.status, 422, "{refused:?}");
        shows(&refused, told);
        shows(&refused, "a fox &amp; an owl");
    }
    let location = save(&mut browser, &[("preset_name", "Ink")]).await;
    let taken = browser
        .post_form(
            "/generate/presets",
            &[&FORM[..], &[("preset_name", "Ink")][..]].concat(),
        )
        .await;
    assert_eq!(taken.status, 422);

    let back = browser.get(&location).await;
    shows(&back, "“Ink” is saved.");
    shows(&back, "a fox &amp; an owl");
    let used = browser
        .get(&format!("/generate?own={}&prompt=a+hare", id_of(&location)))
        .await;
    for text in ["value=\"fal-ai/fast-sdxl\"", "value=\"31\"", "blurry", "a hare"] {
        shows(&used, text);
    }

    // The form begins with it once it is the default, unless something else is asked for.
    let over = format!("{}:1", id_of(&location));
    let begun = [
        ("preset_over", over.as_str()),
        ("preset_default", "true"),
        ("parameters.num_inference_steps", "32"),
    ];
    let saved = save(&mut browser, &begun).await;
    assert_eq!(id_of(&saved), id_of(&location));
    shows(&browser.get("/generate").await, "value=\"32\"");
    assert!(
        !browser
            .get("/generate?model=fal-ai/flux/schnell")
            .await
            .text()
            .contains("value=\"32\"")
    );
    let stale = browser
        .post_form("/generate/presets", &[&FORM[..], &begun[..]].concat())
        .await;
    assert_eq!(stale.status, 422, "somebody else saved it meanwhile");

    let mut stranger = studio.signed_in("eve@example.org").await;
    assert_eq!(stranger.get(&location).await.status, 404);
    assert!(!stranger.get("/presets").await.text().contains("Ink"));
    assert_eq!(stranger.get("/generate").await.status, 200);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn presets_are_changed_on_their_page_and_outlive_their_model(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let location = save(&mut browser, &[("preset_name", "Ink")]).await;
    let path = format!("/presets/{}", id_of(&location));
    let rename = |name, version| [("name", name), ("version", version)];
    assert_eq!(browser.post_form(&path, &rename("Pen", "1")).await.status, 303);
    let stale = browser.post_form(&path, &rename("Pencil", "1")).await;
    assert_eq!(stale.status, 412);
    shows(&stale, "value=\"Pencil\"");
    let begin = [("is_default", "true"), ("version", "2")];
    assert_eq!(browser.post_form(&format!("{path}/default"), &begin).await.status, 303);

    let change = |sql: &'static str| {
        let db = db.clone();
        async move { sqlx::query(sql).execute(&db).await.unwrap() }
    };
    change("UPDATE generation_presets SET parameters = parameters || '{\"num_inference_steps\": 9000, \"swirl\": 3}'")
        .await;
    let changed = browser.get("/generate").await;
    shows(&changed, "has changed since “Pen” was saved");
    shows(&changed, "swirl");
    shows(&changed, "value=\"9000\"");
    change("UPDATE generation_presets SET model_id = 'acme/painter'").await;
    let gone = browser.get("/generate").await;
    shows(&gone, "“Pen” is for acme/painter, which is not on offer now.");
    assert_eq!(browser.post_form(&path, &rename("Old pen", "3")).await.status, 303);
    let listed = browser.get("/presets").await;
    for text in ["Old pen", "not on offer now", "swirl: 3"] {
        shows(&listed, text);
    }
    change("UPDATE generation_presets SET model_id = 'fal-ai/flux/dev/image-to-image', parameters = '{}', negative_prompt = ''").await;
    shows(
        &browser.get(&format!("/generate?own={}", id_of(&location))).await,
        "which starts from an image",
    );

    let mut stranger = studio.signed_in("eve@example.org").await;
    for (action, form) in [("", rename("Mine", "4")), ("/default", begin), ("/delete", begin)] {
        assert_eq!(
            stranger.post_form(&format!("{path}{action}"), &form).await.status,
            404,
            "{action}"
        );
    }
    assert_eq!(browser.post_form(&format!("{path}/delete"), &[]).await.status, 303);
    shows(&browser.get("/presets").await, "No presets yet");
}
