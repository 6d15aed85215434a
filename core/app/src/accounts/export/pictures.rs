//! Pictures with all that is known about them, those in the trash too, and pictures that were brought for a single job.

use std::io;

use chrono::{DateTime, Utc};
use futures::StreamExt as _;
use serde::Serialize;
use serde_json::Value;
use studio_db::images::{self, Image, ImageFilter, trash};
use studio_model::{Cursor, PageLimit, UserId};
use studio_storage::KeyPrefix;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::manifest::Manifest;
use super::tables::Table;
use crate::export::{Archive, picture_name};
use crate::{App, Result};

/// A picture as `images.json` tells it.
#[derive(Serialize)]
struct Picture<'a> {
    id: Uuid,
    /// Its name in the archive.
    file: &'a str,
    /// Why the archive lacks it.
    missing: Option<&'static str>,
    project_id: Option<Uuid>,
    job_id: Option<Uuid>,
    parent_image_id: Option<Uuid>,
    name: &'a str,
    alt_text: &'a str,
    notes: &'a str,
    tags: &'a [String],
    is_favorite: bool,
    rating: Option<i16>,
    prompt: &'a str,
    negative_prompt: Option<&'a str>,
    model_id: &'a str,
    model_version: &'a str,
    parameters: &'a Value,
    seed: Option<&'a str>,
    generation_s: Option<f64>,
    cost_microdollars: i64,
    width: i32,
    height: i32,
    size_bytes: i64,
    format: &'a str,
    sha256: String,
    is_flagged: bool,
    metadata: &'a Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

impl<'a> Picture<'a> {
    fn new(image: &'a Image, file: &'a str, missing: Option<&'static str>) -> Self {
        Self {
            id: image.id.0,
            file,
            missing,
            project_id: image.project_id,
            job_id: image.job_id.map(|id| id.0),
            parent_image_id: image.parent_image_id,
            name: &image.name,
            alt_text: &image.alt_text,
            notes: &image.notes,
            tags: &image.tags,
            is_favorite: image.is_favorite,
            rating: image.rating,
            prompt: &image.prompt,
            negative_prompt: image.negative_prompt.as_deref(),
            model_id: &image.model_id,
            model_version: &image.model_version,
            parameters: &image.parameters,
            seed: image.seed.as_deref(),
            generation_s: image.generation_time,
            cost_microdollars: image.cost.0,
            width: image.width,
            height: image.height,
            size_bytes: image.file_size,
            format: &image.format,
            sha256: hex::encode(&image.sha256),
            is_flagged: image.is_flagged,
            metadata: &image.metadata,
            created_at: image.created_at,
            updated_at: image.updated_at,
            deleted_at: image.deleted_at,
        }
    }
}

/// Where a picture is.
#[derive(Clone, Copy)]
enum Place {
    Gallery,
    Trash,
}

pub(super) fn add_all(
    app: &App,
    runtime: &Handle,
    user_id: UserId,
    archive: &mut Archive<'_>,
    manifest: &mut Manifest,
) -> io::Result<()> {
    let mut table = Table::begin()?;
    for place in [Place::Gallery, Place::Trash] {
        let mut after = None;
        loop {
            let page = runtime
                .block_on(load(app, user_id, place, after))
                .map_err(io::Error::other)?;
            let Some(last) = page.last() else { break };
            after = Some(Cursor {
                at: last.deleted_at.unwrap_or(last.created_at),
                id: last.id.0,
            });
            for image in &page {
                let file = format!("images/{}", picture_name(image));
                let missing = archive.add_picture(&file, image)?;
                if missing.is_some() {
                    manifest.add_missing();
                }
                table.add(&serde_json::to_string(&Picture::new(image, &file, missing))?)?;
            }
        }
    }
    manifest.add_rows("images.json", table.rows());
    archive.add_written("images.json", table.finish()?)
}

async fn load(app: &App, user_id: UserId, place: Place, after: Option<Cursor>) -> Result<Vec<Image>> {
    let mut conn = app.db.acquire().await?;
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    Ok(match place {
        Place::Gallery => images::list(&mut conn, user_id, &ImageFilter::default(), after, limit).await?,
        Place::Trash => trash::list(&mut conn, user_id, after, limit).await?,
    })
}

pub(super) fn add_uploads(
    app: &App,
    runtime: &Handle,
    user_id: UserId,
    archive: &mut Archive<'_>,
    manifest: &mut Manifest,
) -> io::Result<()> {
    let mut listing = app.store.list(KeyPrefix::Uploads(user_id));
    while let Some(listed) = runtime.block_on(listing.next()) {
        let listed = listed.map_err(io::Error::other)?;
        let Some(key) = listed.key else { continue };
        let path = key.to_string();
        let name = path.rsplit('/').next().unwrap_or_default();
        let at = DateTime::<Utc>::from(listed.last_modified);
        if archive.add_object(&format!("uploads/{name}"), &key, at)? {
            manifest.add_upload();
        }
    }
    Ok(())
}
