//! Holding one waiting job back.

use studio_db::events::{self, EventKind};
use studio_db::generation::owner;
use studio_model::{JobId, UserId};

use super::lock_waiting;
use crate::generation::{JobView, find};
use crate::{App, Result};

/// Holds a waiting job back until it is resumed. Pausing twice is fine.
///
/// # Errors
/// [`crate::Error::NotFound`] for a job that is not the user's, [`crate::Error::Conflict`] for one that has begun or ended.
pub async fn pause_job(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    set(app, user_id, id, Hold::Back).await
}

/// Lets a paused job go on; it keeps the place that its age gives it. Resuming twice is fine.
///
/// # Errors
/// As for [`pause_job`].
pub async fn resume_job(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    set(app, user_id, id, Hold::No).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Back,
    No,
}

async fn set(app: &App, user_id: UserId, id: JobId, hold: Hold) -> Result<JobView> {
    let mut tx = app.db.begin().await?;
    lock_waiting(&mut tx, user_id, id).await?;
    owner::set_paused(&mut tx, id, hold == Hold::Back, app.clock.now()).await?;
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}
