//! Exports of batches: whole, safe to open, and honest about what is missing.

use std::io::{Cursor, Read as _};

use futures::TryStreamExt as _;
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::batches;
use studio_app::export::ExportKind;
use studio_model::{BatchId, JobId, UserId};
use studio_storage::{ObjectKey, OriginalFormat};
use zip::ZipArchive;

use crate::batches::{batch, ended, submit};
use crate::harness::Studio;

/// The name of the download and its bytes.
async fn export(studio: &Studio, id: BatchId, kind: ExportKind) -> (String, Vec<u8>) {
    let export = batches::export(&studio.app, studio.user, id, kind).await.unwrap();
    let chunks: Vec<_> = export.body.try_collect().await.unwrap();
    (export.file_name, chunks.concat())
}

async fn two_foxes(studio: &Studio) -> BatchId {
    let spec = json!({ "source": "prompts", "prompts": ["=a white fox/../", "owl"] });
    let mut request = batch(spec);
    request.name = Some("Foxes & co".to_owned());
    request.defaults.num_images = Some(2);
    let _worker = studio.worker().await;
    let asked = submit(studio, request).await;
    assert_eq!(ended(studio, asked.id).await.completed, 2);
    asked.id
}

fn read(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn an_archive_has_every_original_and_says_what_it_is(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let id = two_foxes(&studio).await;
    let (name, bytes) = export(&studio, id, ExportKind::Archive).await;
    assert_eq!(name, "foxes-co.zip");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let expected = [
        "0000-a-white-fox-1.jpg",
        "0000-a-white-fox-2.jpg",
        "0001-owl-1.jpg",
        "0001-owl-2.jpg",
        "manifest.json",
        "manifest.csv",
    ];
    assert_eq!(names, expected);

    let manifest: Value = serde_json::from_slice(&read(&mut archive, "manifest.json")).unwrap();
    assert_eq!(manifest["batch"]["name"], "Foxes & co");
    assert_eq!(manifest["totals"], json!({ "rows": 2, "files": 4, "missing_files": 0 }));
    let row = &manifest["rows"][0];
    assert_eq!(row["status"], "completed");
    assert_eq!(row["prompt"], "=a white fox/../");
    assert_eq!(row["files"][1]["name"], "0000-a-white-fox-2.jpg");
    let job_id = JobId(row["job_id"].as_str().unwrap().parse().unwrap());
    let key = ObjectKey::Original {
        job_id,
        index: 1,
        format: OriginalFormat::Jpeg,
    };
    let original = studio.app.store.get(&key, None).await.unwrap().unwrap();
    let original = original.bytes().await.unwrap();
    assert_eq!(read(&mut archive, "0000-a-white-fox-2.jpg"), original);

    let table = String::from_utf8(read(&mut archive, "manifest.csv")).unwrap();
    assert!(table.contains("\r\n0,completed,'=a white fox/../,"), "{table}");
    assert!(table.contains("0001-owl-1.jpg; 0001-owl-2.jpg"), "{table}");

    studio.app.store.delete(&key).await.unwrap();
    let (_, bytes) = export(&studio, id, ExportKind::Archive).await;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 5);
    let manifest: Value = serde_json::from_slice(&read(&mut archive, "manifest.json")).unwrap();
    assert_eq!(manifest["totals"]["missing_files"], 1);
    let missing = "the file is not in the picture store";
    assert_eq!(manifest["rows"][0]["files"][1]["missing"], missing);
    let table = String::from_utf8(read(&mut archive, "manifest.csv")).unwrap();
    assert!(table.contains(&format!("0000-a-white-fox-2.jpg: {missing}")), "{table}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_manifest_can_be_had_alone_and_only_by_its_owner(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let spec = json!({ "source": "template", "template": "a {{ x }}", "lists": { "x": ["fox", "owl"] } });
    let asked = submit(&studio, batch(spec)).await;
    let (name, bytes) = export(&studio, asked.id, ExportKind::Json).await;
    assert_eq!(name, "a-x-manifest.json");
    let manifest: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(manifest["rows"], json!([]), "no row is a job yet");
    assert_eq!(
        (&manifest["batch"]["rows"], &manifest["batch"]["loaded_rows"]),
        (&json!(2), &json!(0))
    );
    let (name, bytes) = export(&studio, asked.id, ExportKind::Csv).await;
    assert_eq!(name, "a-x-manifest.csv");
    assert!(bytes.starts_with(b"row,status,prompt,"));

    let stranger = UserId(studio.app.clock.new_id());
    let refused = batches::export(&studio.app, stranger, asked.id, ExportKind::Csv).await;
    assert!(matches!(refused, Err(studio_app::Error::NotFound)), "{refused:?}");
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn only_so_many_are_sent_at_a_time(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let id = two_foxes(&studio).await;
    let turns = studio.app.exports.available_permits();
    let all = studio
        .app
        .exports
        .clone()
        .acquire_many_owned(u32::try_from(turns).unwrap());
    let all = all.await.unwrap();
    let refused = batches::export(&studio.app, studio.user, id, ExportKind::Archive).await;
    assert!(
        matches!(refused, Err(studio_app::Error::LimitReached { .. })),
        "{refused:?}"
    );
    drop(all);
    export(&studio, id, ExportKind::Archive).await;
    let back = studio
        .app
        .exports
        .clone()
        .acquire_many_owned(u32::try_from(turns).unwrap());
    let back = tokio::time::timeout(std::time::Duration::from_secs(5), back).await;
    assert!(back.is_ok(), "the turn is given back");
}
