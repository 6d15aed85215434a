//! What became of the work in a project.

use chrono::{Days, NaiveDate};
use studio_db::projects::numbers as db;
pub use studio_db::projects::numbers::Share;
use studio_model::{JobStatus, MicroDollars, ProjectId, UserId};

use super::find;
use crate::{App, Error, Result, models};

/// Days that can be told one by one.
pub const MAX_DAYS: u16 = 366;

/// Pictures, jobs and money of a project.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Pictures in it, without those in the trash.
    pub images: u64,
    /// Those that their owner marked.
    pub favorites: u64,
    /// Bytes of their originals.
    pub size_bytes: u64,
    /// What these pictures cost, wherever they were made.
    pub image_cost: MicroDollars,
    /// What all jobs of the project cost, whatever became of their pictures.
    pub spent: MicroDollars,
    /// Jobs that were asked for in it, by state; every state is there.
    pub jobs: Vec<(JobStatus, u64)>,
    /// Pictures by model, with the model's name, most first.
    pub by_model: Vec<(String, Share<String>)>,
    /// Pictures by the day (UTC) on which they were made, oldest first, days without any included.
    pub by_day: Vec<Share<NaiveDate>>,
}

/// The numbers of a project, with the last `days` days (1 to 366), today included.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, [`Error::Invalid`] for `days` out of range.
pub async fn numbers(app: &App, user_id: UserId, id: ProjectId, days: u16) -> Result<Numbers> {
    find(app, user_id, id).await?;
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::invalid(
            "days",
            format!("use a whole number from 1 to {MAX_DAYS}"),
        ));
    }
    let today = app.clock.now().date_naive();
    let first = today - Days::new(u64::from(days) - 1);
    let mut conn = app.db.acquire().await?;
    let totals = db::totals(&mut conn, id).await?;
    let by_model = db::by_model(&mut conn, id).await?;
    let by_day = db::by_day(&mut conn, id, first, today).await?;
    let jobs = db::jobs_by_status(&mut conn, id).await?;
    let jobs_in = |status: JobStatus| {
        jobs.iter()
            .find(|(known, _)| *known == status)
            .map_or(0, |(_, jobs)| *jobs)
    };
    Ok(Numbers {
        images: totals.images.unsigned_abs(),
        favorites: totals.favorites.unsigned_abs(),
        size_bytes: totals.size_bytes.unsigned_abs(),
        image_cost: totals.image_cost,
        spent: totals.spent,
        jobs: JobStatus::ALL
            .iter()
            .map(|status| (*status, jobs_in(*status).unsigned_abs()))
            .collect(),
        by_model: by_model
            .into_iter()
            .map(|share| (models::name_of(app, &share.key), share))
            .collect(),
        by_day,
    })
}
