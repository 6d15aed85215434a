//! The prompt library as a file and back, over HTTP.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Browser, TestApp};

async fn import_csv(browser: &mut Browser, text: &str) -> crate::support::Answer {
    browser.post_text("/api/prompts/import", "text/csv", text).await
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_library_moves_to_another_account(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut ada = studio.signed_in("ada@example.org").await;
    assert_eq!(
        ada.get("/api/prompts/export.json").await.json(),
        json!({ "prompts": [] })
    );
    let formula =
        json!({ "title": "=1+1", "prompt_text": "-a {{ b }}\n\"quoted\"", "tags": ["x", "y"], "is_favorite": true });
    let plain = json!({ "title": "Plain", "prompt_text": "a fox", "negative_prompt": "@text", "category": "+C" });
    for body in [&formula, &plain] {
        assert_eq!(ada.post("/api/prompts", body).await.status, 201);
    }
    let as_json = ada.get("/api/prompts/export.json").await;
    let name = as_json.header("content-disposition").to_owned();
    assert!(name.starts_with("attachment; filename=\"prompts.json\""), "{name}");
    let as_csv = ada.get("/api/prompts/export.csv").await;
    assert!(as_csv.text().starts_with("title,prompt_text,"), "{as_csv:?}");
    for cell in ["'=1+1,", "'@text,", "'+C,", "\"'-a {{ b }}"] {
        assert!(as_csv.text().contains(cell), "{cell}: {as_csv:?}");
    }
    // Browsers ask for it compressed.
    let packed = ada
        .header("accept-encoding", "gzip")
        .get("/api/prompts/export.csv")
        .await;
    assert_eq!(
        (packed.status, packed.header("content-encoding")),
        (200, "gzip"),
        "{packed:?}"
    );
    for (email, content_type, file) in [
        ("bob@example.org", "application/json", as_json.text()),
        ("eve@example.org", "text/csv", as_csv.text()),
    ] {
        let mut other = studio.signed_in(email).await;
        let answer = other.post_text("/api/prompts/import", content_type, file).await;
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({ "imported": 2, "already_there": 0 })),
            "{email}"
        );
        let again = other.post_text("/api/prompts/import", content_type, file).await;
        assert_eq!(again.json(), json!({ "imported": 0, "already_there": 2 }), "{email}");
        let exported = other.get("/api/prompts/export.json").await.json();
        let mut prompts = exported["prompts"].as_array().unwrap().clone();
        prompts.sort_by_key(|prompt| prompt["title"].as_str().unwrap().to_owned());
        assert_eq!(prompts[0]["title"], "=1+1", "{email}");
        assert_eq!(prompts[0]["prompt_text"], formula["prompt_text"], "{email}");
        assert_eq!(
            (&prompts[0]["tags"], &prompts[0]["is_favorite"]),
            (&json!(["x", "y"]), &json!(true)),
            "{email}"
        );
        assert_eq!(
            (&prompts[1]["negative_prompt"], &prompts[1]["category"]),
            (&json!("@text"), &json!("+C")),
            "{email}"
        );
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_wrong_file_is_told_by_line_and_changes_nothing(db: PgPool) {
    let studio = TestApp::new(db).await;
    let mut browser = studio.signed_in("ada@example.org").await;
    for (text, fields) in [
        (
            "title,prompt_text\nFine,a fox\n,\"two\nlines\"\nCat\n",
            vec!["line 3, title", "line 5"],
        ),
        (
            "title,prompt_text\nFine,a fox\nX,{{ broken\n",
            vec!["line 3, prompt_text"],
        ),
        ("title,prompt_text,is_public\nA,b,perhaps\n", vec!["line 2, is_public"]),
        ("title,words\nA,b\n", vec!["line 1", "line 1"]),
        ("title,prompt_text\n", vec!["prompts"]),
        (&format!("title,prompt_text\n{}", "a,b\n".repeat(1001)), vec!["prompts"]),
    ] {
        let mut told = import_csv(&mut browser, text).await.problem(422, "invalid");
        told.sort();
        assert_eq!(told, fields, "{text}");
    }
    let entry = json!({ "title": "A", "prompt_text": "b" });
    for (file, fields) in [
        (
            json!({ "prompts": [entry, { "title": "", "prompt_text": "{{" }] }),
            vec!["prompts[1].title", "prompts[1].prompt_text"],
        ),
        (json!({ "prompts": [] }), vec!["prompts"]),
        (json!({ "prompts": [{ "title": "A" }] }), vec!["prompts"]),
        (json!({ "prompts": [entry], "more": 1 }), vec!["prompts"]),
        (json!([entry]), vec!["prompts"]),
    ] {
        let answer = browser.post("/api/prompts/import", &file).await;
        assert_eq!(answer.problem(422, "invalid"), fields, "{file}");
    }
    browser
        .post_text("/api/prompts/import", "text/plain", "title,prompt_text\na,b\n")
        .await
        .problem(415, "unsupported_media_type");
    import_csv(&mut browser, "PK\u{3}\u{4}").await.problem(400, "malformed");
    assert_eq!(
        browser.get("/api/prompts").await.json()["items"],
        Value::Array(Vec::new())
    );
}
