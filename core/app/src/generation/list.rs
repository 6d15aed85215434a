//! Looking at jobs.

use std::collections::HashMap;

use studio_db::generation::{self, Job, JobFilter};
use studio_db::images::{self, Image};
use studio_model::{Cursor, JobId, PageLimit, UserId};

use super::view::JobView;
use crate::queue::{Outlook, Standing};
use crate::{App, Error, Page, Result};

/// A page of a user's jobs, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    filter: &JobFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<JobView>> {
    let jobs = generation::list(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let views = complete(app, jobs).await?;
    Ok(Page::new(views, limit, |job| Cursor {
        at: job.created_at,
        id: job.id.0,
    }))
}

/// Those of these jobs that are the user's, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn find_many(app: &App, user_id: UserId, ids: &[JobId]) -> Result<Vec<JobView>> {
    let jobs = generation::list_by_ids(&mut *app.db.acquire().await?, user_id, ids).await?;
    complete(app, jobs).await
}

/// One job of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    let job = generation::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let views = complete(app, vec![job.ok_or(Error::NotFound)?]).await?;
    views.into_iter().next().ok_or(Error::NotFound)
}

/// Adds positions, reasons for waiting, forecasts and pictures, with a few queries for all jobs.
pub(crate) async fn complete(app: &App, jobs: Vec<Job>) -> Result<Vec<JobView>> {
    let mut conn = app.db.acquire().await?;
    let standing = Standing::load(app, &mut conn, &jobs).await?;
    let outlook = Outlook::load(&mut conn, &jobs).await?;
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
    let mut pictures: HashMap<JobId, Vec<Image>> = HashMap::new();
    for image in images::list_by_jobs(&mut conn, &ids).await? {
        if let Some(job_id) = image.job_id {
            pictures.entry(job_id).or_default().push(image);
        }
    }
    let view = |job: Job| {
        let images = pictures.remove(&job.id).unwrap_or_default();
        JobView::new(app, &job, &standing, &outlook, images)
    };
    Ok(jobs.into_iter().map(view).collect())
}
