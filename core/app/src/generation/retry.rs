//! Starting a failed or cancelled job again.

use studio_db::events::{self, EventKind};
use studio_db::generation::{self, owner};
use studio_db::ledger::{self, JobMoney};
use studio_db::recipes::runs;
use studio_model::{JobId, JobStatus, MicroDollars, UserId};

use super::estimate::price;
use super::list::find;
use super::request::plugin_job;
use super::restart::reopen_batch;
use super::view::JobView;
use crate::{App, Error, Result, models};

/// Puts a job back into the queue with the same values, priced and held anew by the plugin version it was made with.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not the user's, [`Error::Conflict`] unless it failed or was cancelled, or when its plugin is
/// gone or its batch is being cancelled, [`Error::InsufficientCredits`], [`Error::BudgetReached`].
pub async fn retry(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    let job = generation::find_for_user(&mut *app.db.acquire().await?, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let digest = hex::encode(job.plugin_digest);
    let handle = models::find_pinned(app, &job.model_id, &digest).await?;
    let handle = handle.ok_or_else(|| Error::Conflict("the plugin of this job is no longer installed".to_owned()))?;
    let high = price(&handle, &plugin_job(&job)?.0).await?.high_microdollars;
    let held = MicroDollars::saturating_from(high);

    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    if let Some(batch_id) = job.batch_id {
        reopen_batch(&mut tx, user_id, batch_id, now).await?;
    }
    let job = generation::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if !matches!(job.status, JobStatus::Failed | JobStatus::Cancelled) {
        return Err(Error::Conflict(format!(
            "only a failed or cancelled job can be started again; this one is {}",
            job.status
        )));
    }
    owner::restart(&mut tx, id, held, now).await?;
    if let Some(run) = job.recipe_run_id {
        // Whoever ends runs must not do it between these two changes.
        runs::lock_many(&mut tx, &[run]).await?;
        runs::reopen(&mut tx, run, now).await?;
    }
    let money = JobMoney {
        id: app.clock.new_id(),
        user_id,
        job_id: id,
        round: job.round + 1,
    };
    if !ledger::hold(&mut tx, &money, held, now).await? {
        let available = ledger::find_balance(&mut tx, user_id).await?.unwrap_or_default();
        return Err(Error::InsufficientCredits {
            needed: held,
            available,
        });
    }
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}
