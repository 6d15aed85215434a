//! The pages of the prompt library without script: kept, used, shown to everybody, moved in.

use sqlx::PgPool;

use crate::support::{Browser, TestApp};

const NEW: &str = "/prompts/new";
const PAIRS: [(&str, &str); 4] = [
    ("title", "Portrait in oil"),
    ("prompt_text", "a portrait of {{ subject }}, {{ style|default('oil') }}"),
    ("category", "Portraits"),
    ("tags", "oil, face"),
];

/// The id of the user's newest prompt.
async fn newest(browser: &mut Browser) -> String {
    let list = browser.get("/api/prompts").await.json();
    list["items"][0]["id"].as_str().unwrap().to_owned()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_prompt_is_kept_used_and_deleted(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    assert!(browser.get("/prompts").await.text().contains("No prompts yet"));
    assert_eq!(browser.post_form(NEW, &PAIRS).await.status, 303);
    let list = browser.get("/prompts").await;
    assert!(list.text().contains("Asks for: style, subject"), "{list:?}");
    let id = newest(&mut browser).await;
    let gaps = browser.get(&format!("/prompts/{id}/use")).await;
    assert!(
        gaps.text().contains("name=\"v.subject\"") && gaps.text().contains("May be left empty"),
        "{gaps:?}"
    );
    let missing = browser
        .post_form(&format!("/prompts/{id}/use"), &[("v.style", "ink & gold")])
        .await;
    assert_eq!(missing.status, 422, "{missing:?}");
    assert!(
        missing.text().contains("id=\"v.subject-error\"") && missing.text().contains("ink &amp; gold"),
        "{missing:?}"
    );
    let used = browser
        .post_form(
            &format!("/prompts/{id}/use"),
            &[("v.subject", "a fox"), ("v.style", "ink & gold")],
        )
        .await;
    assert_eq!(used.status, 303, "{used:?}");
    let form = browser.get(used.header("location")).await;
    assert!(form.text().contains("a portrait of a fox, ink &amp; gold"), "{form:?}");
    assert!(browser.get("/prompts").await.text().contains("Used once"));

    let favorite = format!("/prompts/{id}/favorite");
    assert_eq!(browser.post_form(&favorite, &[("favorite", "true")]).await.status, 303);
    assert!(
        browser
            .get("/prompts?tab=favorites")
            .await
            .text()
            .contains("Portrait in oil")
    );
    assert!(
        browser
            .get("/prompts?category=Portraits")
            .await
            .text()
            .contains("Portrait in oil")
    );
    assert!(browser.get("/prompts?q=lynx").await.text().contains("Nothing found"));
    let page = format!("/prompts/{id}");
    let form = browser.get(&page).await;
    let version = form
        .text()
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let changed = [
        ("title", "In ink"),
        ("prompt_text", "ink"),
        ("version", version.as_str()),
    ];
    assert_eq!(browser.post_form(&page, &changed).await.status, 303);
    assert_eq!(browser.post_form(&page, &changed).await.status, 412);

    let mut stranger = studio.signed_in("bob@example.org").await;
    assert_eq!(stranger.get(&page).await.status, 404);
    assert_eq!(stranger.get(&format!("/generate?prompt_id={id}")).await.status, 404);
    for action in ["", "/use", "/favorite", "/delete"] {
        let answer = stranger.post_form(&format!("{page}{action}"), &PAIRS).await;
        assert_eq!(answer.status, 404, "{action}: {answer:?}");
    }
    assert_eq!(browser.post_form(&format!("{page}/delete"), &[]).await.status, 303);
    assert!(browser.get("/prompts").await.text().contains("No prompts yet"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn wrong_fields_of_a_prompt_are_told(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (field, text) in [
        ("title", " "),
        ("prompt_text", "{{ broken"),
        ("negative_prompt", "{% if %}"),
        ("tags", "\u{1}"),
    ] {
        let mut pairs = PAIRS.to_vec();
        pairs.push((field, text));
        let answer = browser.post_form(NEW, &pairs).await;
        assert_eq!(answer.status, 422, "{field}: {answer:?}");
        assert!(
            answer.text().contains(&format!("id=\"{field}-error\"")),
            "{field}: {answer:?}"
        );
        assert!(answer.text().contains("value=\"Portraits\""), "{field}: {answer:?}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_public_prompt_is_copied_by_somebody_else(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    let mut pairs = PAIRS.to_vec();
    pairs.push(("is_public", "true"));
    ada.post_form(NEW, &pairs).await;
    let id = newest(&mut ada).await;
    assert!(
        ada.get("/prompts?tab=public")
            .await
            .text()
            .contains("This one is yours")
    );
    let mut bob = studio.signed_in("bob@example.org").await;
    let shown = bob.get("/prompts?tab=public").await;
    assert!(
        shown.text().contains("Portrait in oil") && shown.text().contains("by Ada"),
        "{shown:?}"
    );
    let copied = bob.post_form(&format!("/prompts/public/{id}/copy"), &[]).await;
    assert_eq!(copied.status, 303, "{copied:?}");
    let copy = bob.get(copied.header("location")).await;
    assert!(
        copy.status == 200 && copy.text().contains("value=\"Portrait in oil\""),
        "{copy:?}"
    );
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_file_is_imported_by_the_page(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    let send = async |browser: &mut Browser, file: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        );
        browser
            .post_text("/prompts/import", "multipart/form-data; boundary=x", &body)
            .await
    };
    let done = send(&mut browser, "title,prompt_text\nFox,a fox\nOwl,an owl").await;
    assert!(
        done.status == 200 && done.text().contains("2 prompts are new"),
        "{done:?}"
    );
    let again = send(&mut browser, "title,prompt_text\nFox,a fox").await;
    assert!(
        again.text().contains("0 prompts are new, 1 you had already"),
        "{again:?}"
    );
    let wrong = send(&mut browser, "title,prompt_text\nFox,\n").await;
    assert!(
        wrong.status == 422 && wrong.text().contains("line 2, prompt_text"),
        "{wrong:?}"
    );
    assert_eq!(send(&mut browser, "").await.status, 422);
}
