//! The pages of batches. No worker runs here, so nothing starts.

use sqlx::PgPool;

use crate::support::{Answer, Browser, TestApp};

const NEW: &str = "/batches/new";

/// A form that is right.
const GOOD: [(&str, &str); 6] = [
    ("name", "Foxes"),
    ("source", "prompts"),
    ("prompts", "a red fox\n\na white fox"),
    ("model_id", "fal-ai/flux/schnell"),
    ("axis_seeds", "1-3"),
    ("priority", "5"),
];

/// The same with other controls, which go over its own.
fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    GOOD.iter().chain(more).copied().collect()
}

/// Starts the batch of a form and gives the address of its page.
async fn start(browser: &mut Browser, key: &str) -> String {
    let answer = browser
        .post_form(NEW, &with(&[("action", "start"), ("key", key)]))
        .await;
    assert_eq!(answer.status, 303, "{answer:?}");
    answer.header("location").to_owned()
}

fn count(answer: &Answer, text: &str) -> usize {
    plain(answer).matches(text).count()
}

/// The page with its slashes as they are.
fn plain(answer: &Answer) -> String {
    answer.text().replace("&#x2f;", "/")
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_is_previewed_and_started_once(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    assert_eq!(browser.get(NEW).await.status, 200);
    let preview = browser.post_form(NEW, &with(&[("action", "preview")])).await;
    assert_eq!(preview.status, 200, "{preview:?}");
    assert_eq!(count(&preview, "first-rows__row"), 6);
    assert!(preview.text().contains("value=\"start\""), "{preview:?}");
    // What was typed goes along.
    assert!(
        preview.text().contains("name=\"axis_seeds\" value=\"1-3\""),
        "{preview:?}"
    );
    let first = start(&mut browser, "once").await;
    assert_eq!(start(&mut browser, "once").await, first);
    let page = browser.get(&first).await;
    assert!(page.text().contains("Foxes") && page.text().contains("Row"), "{page:?}");
    let list = browser.get("/batches").await;
    assert_eq!(count(&list, &format!("href=\"{first}\"")), 1, "{list:?}");

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&first).await.status, 404);
    assert!(!plain(&stranger.get("/batches").await).contains(&first));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_fields_are_told_and_nothing_typed_is_lost(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (field, text, control) in [
        ("prompts", " ", "prompts"),
        ("axis_seeds", "some", "axis_seeds"),
        ("axis_parameters", "no colon", "axis_parameters"),
        ("axis_parameters", "no_such_parameter: 1", ""),
        ("priority", "500", "priority"),
        ("num_images", "many", "num_images"),
        ("recipe_id", "0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b", "recipe_id"),
        ("parameters.num_inference_steps", "many", "p-num_inference_steps"),
    ] {
        let answer = browser
            .post_form(NEW, &with(&[(field, text), ("action", "start")]))
            .await;
        if control.is_empty() {
            // A parameter that no model has is wrong row by row; the batch is refused as a whole.
            assert_eq!(answer.status, 422, "{field}: {answer:?}");
            continue;
        }
        assert_eq!(answer.status, 422, "{field}: {answer:?}");
        assert!(
            answer.text().contains(&format!("id=\"{control}-error\"")),
            "{field}: {answer:?}"
        );
        assert!(answer.text().contains("value=\"Foxes\""), "{field}: the name is lost");
    }
    let page = browser.get("/batches").await;
    assert!(page.text().contains("No batches yet"), "{page:?}");
}

/// The form with a file, as a browser sends it.
async fn upload(browser: &mut Browser, action: &str, file: &str) -> Answer {
    let part = |name: &str, value: &str| {
        format!("--frontier\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = [
        part("source", "csv"),
        part("model_id", "fal-ai/flux/schnell"),
        part("row_template", "a {{ color }} fox"),
        part("table", ""),
        part("action", action),
        format!(
            "--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--frontier--\r\n"
        ),
    ];
    browser
        .post_text(NEW, "multipart/form-data; boundary=frontier", &body.concat())
        .await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_table_is_read_and_its_wrong_lines_are_named(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let columns = upload(&mut browser, "edit", "color,seed\nred,7\n").await;
    assert_eq!(columns.status, 200, "{columns:?}");
    assert!(columns.text().contains("name=\"use.color\"") && columns.text().contains("name=\"use.seed\""));
    assert!(columns.text().contains("red,7"), "the table is lost");
    let wrong = upload(&mut browser, "preview", "color,seed\nred,7\nwhite,x\n").await;
    assert_eq!(wrong.status, 200, "{wrong:?}");
    assert!(wrong.text().contains("Line 3"), "{wrong:?}");
    assert!(!wrong.text().contains("value=\"start\"") && wrong.text().contains("value=\"skip\""));
    let started = upload(&mut browser, "skip", "color,seed\nred,7\nwhite,x\n").await;
    assert_eq!(started.status, 303, "{started:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_batch_is_steered_from_its_page(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let page = start(&mut browser, "a").await;
    for (action, form, status) in [
        ("priority", vec![("priority", "-7")], 303),
        ("priority", vec![("priority", "101")], 422),
        ("priority", vec![("priority", "high")], 422),
        ("preset", vec![("name", "Foxes")], 303),
        ("preset", vec![("name", "Foxes")], 409),
        ("preset", vec![("name", " ")], 422),
        ("rerun", vec![("only", "failed")], 409),
        ("rerun", vec![("only", "some")], 422),
        ("pause", vec![("next", page.as_str())], 303),
        ("resume", vec![("next", page.as_str())], 303),
    ] {
        let answer = browser.post_form(&format!("{page}/{action}"), &form).await;
        assert_eq!(answer.status, status, "{action} {form:?}: {answer:?}");
        if action == "pause" {
            assert_eq!(answer.header("location"), page);
        }
        if status == 422 || status == 409 {
            assert!(
                answer.text().contains("role=\"alert\""),
                "{action} {form:?}: {answer:?}"
            );
        }
    }
    let again = browser
        .post_form(&format!("{page}/rerun"), &[("only", "all"), ("key", "k")])
        .await;
    assert_eq!(again.status, 303, "{again:?}");
    let copy = browser.get(again.header("location")).await;
    assert!(plain(&copy).contains(&format!("href=\"{page}\"")), "{copy:?}");
    let id = page.rsplit('/').next().unwrap();
    let filled = browser.get(&format!("{NEW}?batch={id}")).await;
    assert!(
        filled.text().contains("a white fox") && filled.text().contains("value=\"1-3\""),
        "{filled:?}"
    );
    let preset = browser.get("/api/batches/presets").await.json()["items"][0]["id"].clone();
    let preset = format!("{NEW}?preset={}", preset.as_str().unwrap());
    assert!(browser.get(&preset).await.text().contains("a white fox"));

    let mut stranger = studio.signed_in("bob@example.org").await;
    for action in ["priority", "preset", "rerun", "pause"] {
        let form = [("priority", "1"), ("name", "x"), ("only", "all")];
        let answer = stranger.post_form(&format!("{page}/{action}"), &form).await;
        assert_eq!(answer.status, 404, "{action}: {answer:?}");
    }
    assert_eq!(stranger.get(&format!("{NEW}?batch={id}")).await.status, 404);
    assert_eq!(stranger.get(&preset).await.status, 404);
}
