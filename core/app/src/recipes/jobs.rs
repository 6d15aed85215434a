//! The jobs of a run's steps.

use studio_db::generation::{self, RunJobs};
use studio_db::recipes::runs;
use studio_model::{ImageId, JobStatus, MAX_STEPS, PageLimit, RecipeRunId, UserId};

use crate::generation::{JobView, complete};
use crate::{App, Error, Result};

/// Which jobs.
#[derive(Clone, Debug, Default)]
pub struct RunJobFilter {
    /// Only of this step, 1 to 8.
    pub step: Option<u32>,
    /// Only jobs in one of these; all when there are none.
    pub statuses: Vec<JobStatus>,
}

/// The place of a job: its step and the picture it started from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobsAfter {
    /// The step, from 1 on.
    pub step: i16,
    /// The picture.
    pub source: ImageId,
}

/// Jobs of the steps of a run by step and source picture, from the one after `after` on, and where the next page begins;
/// `None` on the last one. Pictures that are no jobs, or were refused, are left out.
///
/// # Errors
/// [`Error::NotFound`] for a run that is not the user's, [`Error::Invalid`] for a step that no run has.
pub async fn list_run_jobs(
    app: &App,
    user_id: UserId,
    id: RecipeRunId,
    filter: &RunJobFilter,
    after: Option<JobsAfter>,
    limit: PageLimit,
) -> Result<(Vec<JobView>, Option<JobsAfter>)> {
    let step = filter.step.map(|step| match i16::try_from(step) {
        Ok(number) if (1..=MAX_STEPS).contains(&(step as usize)) => Ok(number),
        _ => Err(Error::invalid(
            "step",
            format!("use a whole number from 1 to {MAX_STEPS}"),
        )),
    });
    let mut conn = app.db.acquire().await?;
    runs::find_for_user(&mut conn, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let wanted = RunJobs {
        run_id: id,
        step: step.transpose()?,
        statuses: &filter.statuses,
        after: after.map(|after| (after.step, after.source)),
    };
    let jobs = generation::list_run_jobs(&mut conn, &wanted, limit).await?;
    drop(conn);
    let is_full = jobs.len() >= usize::from(limit.rows());
    let last = jobs.last().filter(|_| is_full).and_then(|job| {
        Some(JobsAfter {
            step: job.recipe_step?,
            source: ImageId(job.parent_image_id?),
        })
    });
    Ok((complete(app, jobs).await?, last))
}
