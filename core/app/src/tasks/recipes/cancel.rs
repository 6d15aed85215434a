//! Ending the jobs of a cancelled run.

use studio_db::recipes::keep::CallingRun;
use studio_db::recipes::{items, runs};

use crate::{App, Error, Result, generation};

/// Jobs asked for at a time.
const PIECE: i64 = 200;

/// Cancels every job of the run, apart from rows of its batch: each as its owner would.
pub(super) async fn cancel_jobs(app: &App, run: &CallingRun) -> Result<()> {
    // It is the batch, perhaps, that was cancelled.
    runs::request_cancel(&mut *app.db.acquire().await?, run.id, app.clock.now()).await?;
    loop {
        let jobs = items::list_uncancelled(&mut *app.db.acquire().await?, run.id, PIECE).await?;
        if jobs.is_empty() {
            return Ok(());
        }
        for job in jobs {
            match generation::cancel(app, run.user_id, job).await {
                // It has ended this moment.
                Ok(_) | Err(Error::Conflict(_) | Error::NotFound) => (),
                Err(error) => return Err(error),
            }
        }
    }
}
