//! Running what failed of a run again.

use studio_db::recipes::{items, runs};
use studio_model::{RecipeRunId, UserId};

use super::find_run;
use super::view::RunView;
use crate::{App, Error, Result, generation};

/// Jobs started again by one request.
const MOST: i64 = 1000;

/// Starts the failed jobs of all steps again, 1,000 at the most, and lets pictures wait again that a step could not take. What
/// comes of them goes on to the steps after. Stops quietly when the credits are used up after the first of them.
///
/// # Errors
/// [`Error::NotFound`] for a run that is not the user's, [`Error::Conflict`] when it was cancelled or nothing failed,
/// [`Error::InsufficientCredits`] and [`Error::BudgetReached`] when not even one job can be paid.
pub async fn retry_run(app: &App, user_id: UserId, id: RecipeRunId) -> Result<RunView> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let run = runs::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if run.cancel_requested_at.is_some() {
        return Err(Error::Conflict("the run was cancelled".to_owned()));
    }
    let mut begun = items::forget_refusals(&mut tx, id).await?;
    if begun > 0 {
        runs::reopen(&mut tx, id, now).await?;
    }
    let failed = items::list_failed_jobs(&mut tx, id, MOST).await?;
    tx.commit().await?;
    if begun == 0 && failed.is_empty() {
        return Err(Error::Conflict("nothing of this run failed".to_owned()));
    }
    for job in failed {
        match generation::retry(app, user_id, job).await {
            Ok(_) => begun += 1,
            // Started again by somebody else this moment, or its plugin is gone.
            Err(Error::Conflict(_)) => (),
            Err(Error::InsufficientCredits { .. } | Error::BudgetReached(_)) if begun > 0 => break,
            Err(error) => return Err(error),
        }
    }
    find_run(app, user_id, id).await
}
