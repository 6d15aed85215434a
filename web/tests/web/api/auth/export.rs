use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use studio_db::personal::Kind;
use studio_model::JobId;
use studio_storage::{ObjectKey, OriginalFormat};
use uuid::Uuid;

use super::two_factor::switch_on;
use crate::access::world::{OWNER, World};
use crate::support::{Answer, TestApp};

const EXPORT: &str = "/api/auth/me/export";

/// The files of an archive.
fn files(answer: &Answer) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/zip"),
        "{answer:?}"
    );
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        assert!(
            files.insert(name, bytes).is_none(),
            "file {index} has the name of another"
        );
    }
    files
}

fn json_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn everything_about_a_user_can_be_taken_away_and_nothing_of_others(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    studio.signed_in("admin@example.org").await;
    let mut ada = studio.signed_in(OWNER).await;
    let mut bob = studio.signed_in("bob@example.org").await;
    let world = World::make(&studio, &mut ada).await;
    assert_eq!(
        bob.post("/api/prompts", &json!({ "title": "Bob's", "prompt_text": "a bat" }))
            .await
            .status,
        201
    );
    let (secret, codes) = switch_on(&studio, &mut ada).await;
    let (job_id, index, format) = (
        JobId(world.id("image").parse::<Uuid>().unwrap()),
        0,
        OriginalFormat::Png,
    );
    let original = ObjectKey::Original { job_id, index, format };
    studio
        .app
        .store
        .put(&original, "pixels of an owl".into())
        .await
        .unwrap();

    let answer = ada.post(EXPORT, &json!({})).await;
    assert!(
        answer.header("content-disposition").contains("ai-image-design-studio-"),
        "{answer:?}"
    );
    let files = files(&answer);
    let manifest = json_of(&files, "manifest.json");
    assert_eq!(
        (&manifest["format"], &manifest["version"], &manifest["missing_files"]),
        (&json!("ai-image-design-studio/export"), &json!(1), &json!(1)),
        "{manifest:#}"
    );
    for told in manifest["files"].as_array().unwrap() {
        let rows = json_of(&files, told["file"].as_str().unwrap());
        assert_eq!(
            rows.as_array().unwrap().len(),
            told["rows"].as_u64().unwrap() as usize,
            "{told}"
        );
    }
    assert_eq!(
        manifest["files"].as_array().unwrap().len(),
        Kind::ALL.len() + 1,
        "and the pictures"
    );
    // What the world has one of, the export has; runs and read news are all that it lacks.
    let empty: Vec<&str> = Kind::ALL
        .map(Kind::name)
        .into_iter()
        .filter(|name| json_of(&files, &format!("{name}.json")) == json!([]))
        .collect();
    assert_eq!(empty, ["settings", "model-news-seen", "schedule-runs", "usage"]);
    let images = json_of(&files, "images.json");
    let owl = images
        .as_array()
        .unwrap()
        .iter()
        .find(|image| image["id"] == world.id("image"))
        .unwrap();
    assert_eq!(files[owl["file"].as_str().unwrap()], b"pixels of an owl");
    assert_eq!(
        (&owl["missing"], &owl["project_id"], &owl["is_favorite"]),
        (&json!(null), &json!(world.id("project")), &json!(true))
    );
    let trashed = images
        .as_array()
        .unwrap()
        .iter()
        .find(|image| image["id"] == world.id("trashed"))
        .unwrap();
    assert!(
        trashed["deleted_at"].is_string() && trashed["missing"].is_string(),
        "{trashed:#}"
    );
    let collection = &json_of(&files, "collections.json")[0];
    assert_eq!(collection["image_ids"], json!([world.id("image")]));
    assert_eq!(json_of(&files, "profile.json")[0]["email"], OWNER);

    let hashes: Vec<String> = sqlx::query_scalar(
        "SELECT password_hash FROM users
        UNION ALL SELECT encode(token, 'hex') FROM sessions
        UNION ALL SELECT encode(secret_hash, 'hex') FROM api_keys
        UNION ALL SELECT encode(secret, 'hex') FROM webhooks",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    let others = ["bob@example.org", "Bob's", "admin@example.org"].map(str::to_owned);
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for word in hashes.iter().chain(&others).chain([&secret, &codes[0]]) {
            assert!(!text.contains(word.as_str()), "{name} has {word}");
        }
        for key in [
            "password_hash",
            "token",
            "secret",
            "secret_hash",
            "content",
            "lease_owner",
            "search",
        ] {
            assert!(!text.contains(&format!("\"{key}\":")), "{name} has a column {key}");
        }
    }

    // Five in 24 hours, by whichever way; and what was refused does not count.
    for _ in 0..3 {
        assert_eq!(ada.post(EXPORT, &json!({})).await.status, 200);
        studio.app.clock.advance(TimeDelta::minutes(1));
    }
    let page = ada.get("/settings/privacy").await;
    assert!(
        page.status == 200 && page.text().contains("Download my data"),
        "{page:?}"
    );
    let by_form = ada.post_form("/settings/privacy/export", &[]).await;
    assert_eq!(
        (by_form.status, by_form.header("content-type")),
        (200, "application/zip")
    );
    for _ in 0..2 {
        let refused = ada.post(EXPORT, &json!({})).await;
        refused.problem(429, "limit_reached");
        let wait: i64 = refused.header("retry-after").parse().unwrap();
        assert!((80_000..86_400).contains(&wait), "{wait}");
    }
    let page = ada.post_form("/settings/privacy/export", &[]).await;
    assert!(page.status == 429 && page.text().contains("role=\"alert\""), "{page:?}");
    assert_eq!(bob.post(EXPORT, &json!({})).await.status, 200, "it is hers alone");
    studio.app.clock.advance(TimeDelta::days(1));
    assert_eq!(ada.post(EXPORT, &json!({})).await.status, 200);
}
