//! The rows of a batch with their pictures, a page at a time.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use serde_json::Value;
use studio_db::batches::Batch;
use studio_db::generation::{self, BatchRows, Job};
use studio_db::images::{self, Image};
use studio_model::{BatchId, JobId, PageLimit};
use tokio::runtime::Handle;

use crate::images::{extension, stem};
use crate::{App, Result};

/// A row of a batch.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// The 0-based number of the row.
    pub(super) row: i32,
    pub(super) job_id: uuid::Uuid,
    pub(super) status: String,
    pub(super) prompt: String,
    pub(super) negative_prompt: Option<String>,
    pub(super) model_id: String,
    pub(super) parameters: Value,
    pub(super) num_images: i32,
    pub(super) seed: String,
    /// Values by axis.
    pub(super) axes: Value,
    pub(super) cost_credits: f64,
    pub(super) error_code: Option<String>,
    pub(super) error_message: Option<String>,
    pub(super) created_at: chrono::DateTime<chrono::Utc>,
    pub(super) started_at: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) completed_at: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) files: Vec<File>,
}

/// A picture of a row.
#[derive(Debug, Serialize)]
pub(super) struct File {
    /// The same in every export of the batch.
    pub(super) name: String,
    pub(super) image_id: uuid::Uuid,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) size_bytes: i64,
    /// Why the archive lacks it.
    pub(super) missing: Option<&'static str>,
    #[serde(skip)]
    pub(super) image: Image,
}

/// Reads rows in order; none is read twice.
pub(super) struct Rows<'a> {
    app: &'a App,
    runtime: &'a Handle,
    batch_id: BatchId,
    /// Digits of the largest number of a row, four at least, so that names sort.
    digits: usize,
    after: i32,
}

impl<'a> Rows<'a> {
    pub(super) fn new(app: &'a App, runtime: &'a Handle, batch: &Batch) -> Self {
        Self {
            app,
            runtime,
            batch_id: batch.id,
            digits: batch.row_count.to_string().len().max(4),
            after: -1,
        }
    }

    /// The next rows; none when there are no more.
    pub(super) fn next_page(&mut self) -> io::Result<Vec<Row>> {
        let rows = self.runtime.block_on(self.load()).map_err(io::Error::other)?;
        if let Some(last) = rows.last() {
            self.after = last.row;
        }
        Ok(rows)
    }

    async fn load(&self) -> Result<Vec<Row>> {
        let mut conn = self.app.db.acquire().await?;
        let page = BatchRows {
            batch_id: self.batch_id,
            statuses: &[],
            axis: None,
            after: self.after,
        };
        let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
        let jobs = generation::list_rows(&mut conn, &page, limit).await?;
        let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
        let mut pictures: HashMap<JobId, Vec<Image>> = HashMap::new();
        for image in images::list_by_jobs(&mut conn, &ids).await? {
            if let Some(job_id) = image.job_id {
                pictures.entry(job_id).or_default().push(image);
            }
        }
        let rows = jobs.into_iter().map(|job| {
            let pictures = pictures.remove(&job.id).unwrap_or_default();
            self.row(job, pictures)
        });
        Ok(rows.collect())
    }

    fn row(&self, job: Job, pictures: Vec<Image>) -> Row {
        let number = job.batch_row.unwrap_or_default();
        let files = pictures.into_iter().map(|image| File {
            name: file_name(number, self.digits, &image),
            image_id: image.id.0,
            width: image.width,
            height: image.height,
            size_bytes: image.file_size,
            missing: None,
            image,
        });
        Row {
            row: number,
            job_id: job.id.0,
            status: job.status.to_string(),
            files: files.collect(),
            prompt: job.prompt,
            negative_prompt: job.negative_prompt,
            model_id: job.model_id,
            parameters: job.parameters,
            num_images: job.num_images,
            seed: job.seed.to_string(),
            axes: job.axes.unwrap_or_default(),
            cost_credits: job.captured.unwrap_or_default().credits(),
            error_code: job.error_code,
            error_message: job.error_message,
            created_at: job.created_at,
            started_at: job.started_at,
            completed_at: job.completed_at,
        }
    }
}

/// `0007-a-white-fox-1.png`: the row, the first words of its prompt, and which of its pictures.
fn file_name(row: i32, digits: usize, image: &Image) -> String {
    let (stem, number) = (stem(&image.prompt), image.output_index + 1);
    let between = if stem.is_empty() { "" } else { "-" };
    format!("{row:0digits$}{between}{stem}-{number}.{}", extension(image))
}
