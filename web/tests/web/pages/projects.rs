//! The pages of projects without script: made, filled, generated into, changed, and closed to strangers.

use serde_json::json;
use sqlx::PgPool;

use crate::api::recipes::picture;
use crate::support::{Answer, Browser, TestApp};

const ADA: &str = "ada@example.org";
const NEW: &str = "/projects/new";

/// Makes a project by its form; the address of its page.
async fn made(browser: &mut Browser, pairs: &[(&str, &str)]) -> String {
    let answer = browser.post_form(NEW, pairs).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    answer.header("location").to_owned()
}

/// The hidden field `version` of a form.
fn version(page: &Answer) -> String {
    let rest = page.text().split("name=\"version\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_project_is_made_changed_and_deleted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    assert!(browser.get("/projects").await.text().contains("No projects yet"));
    let pairs = [
        ("name", "Winter catalogue"),
        ("tags", "winter, fox"),
        ("notes", "Ask <b>Bob</b>"),
        ("model_id", "fal-ai/flux/dev"),
        ("parameters", "guidance_scale: 7.5"),
    ];
    let page = made(&mut browser, &pairs).await;
    let shown = browser.get(&page).await;
    for text in [
        "Winter catalogue",
        "winter",
        "Ask &lt;b&gt;Bob",
        "FLUX.1 [dev]",
        "No pictures in this project yet",
    ] {
        assert!(shown.text().contains(text), "{text}: {shown:?}");
    }
    let edit = format!("{page}/edit");
    let form = browser.get(&edit).await;
    assert!(form.text().contains("guidance_scale: 7.5"), "{form:?}");
    let version = version(&form);
    let changed = [("name", "Spring catalogue"), ("version", version.as_str())];
    assert_eq!(browser.post_form(&edit, &changed).await.status, 303);
    assert!(browser.get("/projects").await.text().contains("Spring catalogue"));
    let outdated = browser
        .post_form(&edit, &[("name", "Summer"), ("version", version.as_str())])
        .await;
    assert_eq!(outdated.status, 412, "{outdated:?}");
    assert!(outdated.text().contains("value=\"Summer\""), "what was typed is lost");

    assert_eq!(
        browser
            .post_form(&format!("{page}/archive"), &[("archived", "true")])
            .await
            .status,
        303
    );
    assert!(browser.get("/projects").await.text().contains("No projects yet"));
    assert!(
        browser
            .get("/projects?archived=true")
            .await
            .text()
            .contains("Spring catalogue")
    );
    assert!(
        browser
            .get("/projects?q=SPRING")
            .await
            .text()
            .contains("Spring catalogue")
    );
    assert!(browser.get("/projects?q=lynx").await.text().contains("Nothing found"));
    let copy = browser.post_form(&format!("{page}/duplicate"), &[]).await;
    assert_eq!(copy.status, 303, "{copy:?}");
    assert!(
        browser
            .get(copy.header("location"))
            .await
            .text()
            .contains("Spring catalogue (2)")
    );
    assert_eq!(browser.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert_eq!(browser.get(&page).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_fields_are_told_and_nothing_typed_is_lost(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    for (field, text) in [
        ("name", " "),
        ("category", "two\nlines"),
        ("tags", &"x".repeat(51)),
        ("model_id", "fal-ai/nothing"),
        ("parameters", "no colon"),
        ("parameters", "guidance_scale: 99"),
        ("cover_image_id", "x"),
    ] {
        let pairs = [
            ("name", "A name"),
            ("model_id", "fal-ai/flux/dev"),
            ("description", "typed before"),
            (field, text),
        ];
        let answer = browser.post_form(NEW, &pairs).await;
        assert_eq!(answer.status, 422, "{field}={text}: {answer:?}");
        assert!(answer.text().contains("typed before"), "{field}={text}");
        if field != "cover_image_id" {
            assert!(
                answer.text().contains(&format!("id=\"{field}-error\"")),
                "{field}={text}: {answer:?}"
            );
        }
    }
    assert!(browser.get("/projects").await.text().contains("No projects yet"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_are_ticked_into_a_project_and_out_of_it(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let page = made(&mut browser, &[("name", "Foxes")]).await;
    let images = [
        picture(&studio, ADA, 64).await.to_string(),
        picture(&studio, ADA, 65).await.to_string(),
    ];
    let change = format!("{page}/images");
    let both = [
        ("action", "add"),
        ("image", images[0].as_str()),
        ("image", images[1].as_str()),
    ];
    assert_eq!(browser.post_form(&change, &both).await.status, 303);
    let shown = browser.get(&page).await.html();
    assert!(
        images.iter().all(|id| shown.contains(&format!("id=\"image-{id}\""))),
        "{shown}"
    );
    let one = [("action", "remove"), ("image", images[0].as_str())];
    assert_eq!(browser.post_form(&change, &one).await.status, 303);
    let shown = browser.get(&page).await.html();
    assert!(
        !shown.contains(&format!("id=\"image-{}\"", images[0])) && shown.contains(&images[1]),
        "{shown}"
    );
    let none = browser.post_form(&change, &[("action", "add")]).await;
    assert_eq!(none.status, 422, "{none:?}");
    assert!(none.text().contains("role=\"alert\""), "{none:?}");

    let mut stranger = studio.signed_in("bob@example.org").await;
    for path in [page.clone(), format!("{page}/edit")] {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
    }
    for (action, pairs) in [
        ("/images", both.as_slice()),
        ("/edit", &[]),
        ("/archive", &[]),
        ("/duplicate", &[]),
        ("/delete", &[]),
    ] {
        let answer = stranger.post_form(&format!("{page}{action}"), pairs).await;
        assert_eq!(answer.status, 404, "{action}: {answer:?}");
    }
    let id = page.rsplit('/').next().unwrap();
    assert_eq!(stranger.get(&format!("/generate?project={id}")).await.status, 404);
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_form_for_pictures_begins_as_the_project_says(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in(ADA).await;
    let pairs = [
        ("name", "Winter"),
        ("model_id", "fal-ai/fast-sdxl"),
        ("parameters", "guidance_scale: 3.25"),
    ];
    let page = made(&mut browser, &pairs).await;
    let id = page.rsplit('/').next().unwrap();
    let form = browser.get(&format!("/generate?project={id}")).await.html();
    for text in [
        "Goes to the project Winter",
        "name=\"model_id\" value=\"fal-ai/fast-sdxl\"",
        "value=\"3.25\"",
    ] {
        assert!(form.contains(text), "{text}: {form}");
    }
    // Another model has other parameters, and still goes there.
    let other = browser
        .get(&format!("/generate?model=fal-ai/flux/schnell&project={id}"))
        .await
        .html();
    assert!(other.contains(&format!("name=\"project_id\" value=\"{id}\"")) && !other.contains("value=\"3.25\""));
    let asked = [
        ("model_id", "fal-ai/fast-sdxl"),
        ("prompt", "a fox"),
        ("num_images", "1"),
        ("project_id", id),
    ];
    let answer = browser.post_form("/generate", &asked).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, format!("/generate?project={id}").as_str()),
        "{answer:?}"
    );
    let jobs = browser.get("/api/generate/queue").await.json();
    assert_eq!(jobs["items"][0]["project_id"], json!(id));
}
