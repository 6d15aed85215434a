//! Work in a project: pictures are made inside it, counted, paid and taken away as one archive.

use std::io::{Cursor, Read as _};

use futures::TryStreamExt as _;
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use studio_app::export::ExportKind;
use studio_app::generation::{self, Operation, Submit};
use studio_app::projects::{self, ProjectDefaults, ProjectRequest, ProjectView};
use studio_model::{JobStatus, PageLimit};
use studio_storage::{ObjectKey, OriginalFormat};
use zip::ZipArchive;

use crate::harness::Studio;

/// A project with two pictures that were made in it with its own model.
async fn two_foxes(studio: &Studio) -> ProjectView {
    let request = ProjectRequest {
        name: "Foxes & co".to_owned(),
        defaults: ProjectDefaults {
            model_id: Some("fal-ai/flux/schnell".to_owned()),
            ..ProjectDefaults::default()
        },
        ..ProjectRequest::default()
    };
    let project = projects::create(&studio.app, studio.user, request).await.unwrap();
    let wish = Submit {
        num_images: 2,
        project_id: Some(project.id),
        ..Submit::new(Operation::TextToImage, String::new(), "=a white fox/../".to_owned())
    };
    let _worker = studio.worker().await;
    let job = generation::submit(&studio.app, studio.user, wish).await.unwrap().job;
    assert_eq!(studio.ended(job.id).await.status, JobStatus::Completed);
    project
}

async fn export(studio: &Studio, project: &ProjectView, kind: ExportKind) -> (String, Vec<u8>) {
    let export = projects::export(&studio.app, studio.user, project.id, kind)
        .await
        .unwrap();
    let chunks: Vec<_> = export.body.try_collect().await.unwrap();
    (export.file_name, chunks.concat())
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn pictures_of_a_project_are_counted_and_exported(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let project = two_foxes(&studio).await;
    let page = projects::list_images(&studio.app, studio.user, project.id, None, PageLimit::default()).await;
    let images = page.unwrap().items;
    assert_eq!(images.len(), 2);
    let numbers = projects::numbers(&studio.app, studio.user, project.id, 2)
        .await
        .unwrap();
    assert_eq!((numbers.images, numbers.by_model[0].1.images), (2, 2));
    assert!(
        numbers.spent.0 > 0 && numbers.spent == numbers.image_cost,
        "{numbers:?}"
    );
    assert!(numbers.jobs.contains(&(JobStatus::Completed, 1)), "{numbers:?}");
    assert_eq!(numbers.by_day.iter().map(|day| day.images).sum::<i64>(), 2);

    let (name, bytes) = export(&studio, &project, ExportKind::Archive).await;
    assert_eq!(name, "foxes-co.zip");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let manifest: Value = serde_json::from_reader(archive.by_name("manifest.json").unwrap()).unwrap();
    assert_eq!(manifest["project"]["name"], "Foxes & co");
    assert_eq!(manifest["totals"], json!({ "images": 2, "missing_files": 0 }));
    for (listed, image) in manifest["images"].as_array().unwrap().iter().zip(&images) {
        assert_eq!(listed["image_id"], image.id.to_string());
        let file = listed["file"].as_str().unwrap();
        assert!(file.contains("-a-white-fox-") && !file.contains('/'), "{file}");
        let mut packed = Vec::new();
        archive.by_name(file).unwrap().read_to_end(&mut packed).unwrap();
        assert_eq!(packed.len() as u64, image.file_size, "{file}");
    }
    let (name, table) = export(&studio, &project, ExportKind::Csv).await;
    assert_eq!(name, "foxes-co-manifest.csv");
    assert!(String::from_utf8(table).unwrap().contains(",'=a white fox/../,"));
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_file_that_is_gone_is_named(options: PgPoolOptions, database: PgConnectOptions) {
    let studio = Studio::new(options, database).await;
    let project = two_foxes(&studio).await;
    let page = projects::list_images(&studio.app, studio.user, project.id, None, PageLimit::default()).await;
    let image = page
        .unwrap()
        .items
        .into_iter()
        .find(|image| image.job_id.is_some())
        .unwrap();
    let key = ObjectKey::Original {
        job_id: image.job_id.unwrap(),
        index: 0,
        format: OriginalFormat::Jpeg,
    };
    studio.app.store.delete(&key).await.unwrap();
    let (_, bytes) = export(&studio, &project, ExportKind::Archive).await;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 3);
    let manifest: Value = serde_json::from_reader(archive.by_name("manifest.json").unwrap()).unwrap();
    assert_eq!(manifest["totals"], json!({ "images": 2, "missing_files": 1 }));

    projects::delete(&studio.app, studio.user, project.id).await.unwrap();
    let left = studio_app::images::find(&studio.app, studio.user, image.id)
        .await
        .unwrap();
    assert_eq!(left.project_id, None);
}
