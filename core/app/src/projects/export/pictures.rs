//! The pictures of a project, a page at a time.

use std::io;

use serde::Serialize;
use serde_json::Value;
use studio_db::images::{self, Image, ImageFilter};
use studio_model::{Cursor, PageLimit, ProjectId, UserId};
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::export::picture_name;
use crate::{App, Result};

/// A picture of a project as its manifest tells it.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    /// Its name in the archive, the same in every export.
    pub(super) file: String,
    pub(super) image_id: Uuid,
    pub(super) job_id: Option<Uuid>,
    pub(super) parent_image_id: Option<Uuid>,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) size_bytes: i64,
    pub(super) prompt: String,
    pub(super) negative_prompt: Option<String>,
    pub(super) model_id: String,
    pub(super) model_version: String,
    pub(super) parameters: Value,
    pub(super) seed: Option<String>,
    pub(super) cost_credits: f64,
    pub(super) is_favorite: bool,
    pub(super) rating: Option<i16>,
    pub(super) tags: Vec<String>,
    pub(super) created_at: chrono::DateTime<chrono::Utc>,
    /// Why the archive lacks it.
    pub(super) missing: Option<&'static str>,
    #[serde(skip)]
    pub(super) image: Image,
}

/// Reads pictures, newest first; none is read twice.
pub(super) struct Pictures<'a> {
    app: &'a App,
    runtime: &'a Handle,
    user_id: UserId,
    filter: ImageFilter,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(app: &'a App, runtime: &'a Handle, user_id: UserId, project_id: ProjectId) -> Self {
        let filter = ImageFilter {
            project_id: Some(project_id),
            ..ImageFilter::default()
        };
        Self {
            app,
            runtime,
            user_id,
            filter,
        }
    }

    /// Does something with each.
    pub(super) fn each(self, mut with: impl FnMut(&mut Picture) -> io::Result<()>) -> io::Result<()> {
        let mut after = None;
        loop {
            let page = self.runtime.block_on(self.load(after)).map_err(io::Error::other)?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(Cursor {
                at: last.created_at,
                id: last.id.0,
            });
            for image in page {
                with(&mut Picture::from(image))?;
            }
        }
    }

    async fn load(&self, after: Option<Cursor>) -> Result<Vec<Image>> {
        let mut conn = self.app.db.acquire().await?;
        let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
        Ok(images::list(&mut conn, self.user_id, &self.filter, after, limit).await?)
    }
}

impl From<Image> for Picture {
    fn from(image: Image) -> Self {
        Self {
            file: picture_name(&image),
            image_id: image.id.0,
            job_id: image.job_id.map(|id| id.0),
            parent_image_id: image.parent_image_id,
            width: image.width,
            height: image.height,
            size_bytes: image.file_size,
            prompt: image.prompt.clone(),
            negative_prompt: image.negative_prompt.clone(),
            model_id: image.model_id.clone(),
            model_version: image.model_version.clone(),
            parameters: image.parameters.clone(),
            seed: image.seed.clone(),
            cost_credits: image.cost.credits(),
            is_favorite: image.is_favorite,
            rating: image.rating,
            tags: image.tags.clone(),
            created_at: image.created_at,
            missing: None,
            image,
        }
    }
}
