//! Cancelling a job.

use studio_db::events::{self, EventKind};
use studio_db::generation::{self, owner};
use studio_db::ledger::{self, JobMoney};
use studio_db::usage::{self, Usage};
use studio_model::{JobId, JobStatus, MicroDollars, UserId, WebhookEvent};

use super::list::find;
use super::view::JobView;
use crate::{App, Error, Result};

/// Cancels a job: at once while it waits, else as soon as its worker has asked the provider. A result that arrives anyway is kept.
/// Cancelling twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not the user's, [`Error::Conflict`] for one that has ended.
pub async fn cancel(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let job = generation::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if job.status.is_ended() {
        return Err(Error::Conflict(format!(
            "the job has ended already: it is {}",
            job.status
        )));
    }
    if job.status == JobStatus::Pending && job.released_at.is_none() {
        owner::cancel_waiting(&mut tx, id, now).await?;
        let money = JobMoney {
            id: app.clock.new_id(),
            user_id,
            job_id: id,
            round: job.round,
        };
        ledger::release(&mut tx, &money, job.held, now).await?;
        let usage = Usage {
            id: app.clock.new_id(),
            user_id,
            image_id: None,
            job_id: id,
            round: job.round,
            project_id: job.project_id,
            images: 0,
            action: &job.operation,
            model_id: &job.model_id,
            used: MicroDollars::ZERO,
            generation_time: None,
            error_message: Some("cancelled"),
            event: WebhookEvent::JobCancelled,
            ended_at: now,
        };
        usage::insert(&mut tx, &usage).await?;
        events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    } else {
        owner::request_cancel(&mut tx, id, now).await?;
    }
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}
