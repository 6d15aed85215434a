//! Holding a run back, letting it go on, and ending it.

use studio_db::recipes::runs::{self, Run};
use studio_model::{RecipeRunId, UserId};

use super::find_run;
use super::view::RunView;
use crate::{App, Error, Result};

/// Holds back what waits of a run; jobs that have begun go on. Pausing twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a run that is not the user's, [`Error::Conflict`] for one that has ended or is being cancelled.
pub async fn pause_run(app: &App, user_id: UserId, id: RecipeRunId) -> Result<RunView> {
    set_paused(app, user_id, id, true).await
}

/// Lets it go on. Resuming twice is fine.
///
/// # Errors
/// As for [`pause_run`].
pub async fn resume_run(app: &App, user_id: UserId, id: RecipeRunId) -> Result<RunView> {
    set_paused(app, user_id, id, false).await
}

async fn set_paused(app: &App, user_id: UserId, id: RecipeRunId, is_paused: bool) -> Result<RunView> {
    let mut tx = app.db.begin().await?;
    let run = lock_open(&mut tx, user_id, id).await?;
    if run.cancel_requested_at.is_some() {
        return Err(Error::Conflict("the run is being cancelled".to_owned()));
    }
    if run.is_paused != is_paused {
        runs::set_paused(&mut tx, id, is_paused, app.clock.now()).await?;
        tx.commit().await?;
        app.live.changed();
    }
    find_run(app, user_id, id).await
}

/// Ends a run: no picture becomes a job and none of its jobs starts from here on; the workers end within moments what waits,
/// and ask the provider to cancel what runs. What is made already stays, and so do the rows of the batch that it follows on.
/// Cancelling twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a run that is not the user's, [`Error::Conflict`] for one that has ended.
pub async fn cancel_run(app: &App, user_id: UserId, id: RecipeRunId) -> Result<RunView> {
    let mut tx = app.db.begin().await?;
    let run = lock_open(&mut tx, user_id, id).await?;
    if run.cancel_requested_at.is_none() {
        runs::request_cancel(&mut tx, id, app.clock.now()).await?;
        tx.commit().await?;
        app.live.changed();
    }
    find_run(app, user_id, id).await
}

async fn lock_open(conn: &mut studio_db::PgConnection, user_id: UserId, id: RecipeRunId) -> Result<Run> {
    let run = runs::lock_for_user(conn, user_id, id).await?.ok_or(Error::NotFound)?;
    if run.ended_at.is_some() {
        return Err(Error::Conflict("the run has ended".to_owned()));
    }
    Ok(run)
}
