//! Changing which of one's waiting jobs goes first.

use studio_db::events::{self, EventKind};
use studio_db::generation::owner;
use studio_model::{JobId, UserId};

use super::lock_waiting;
use crate::generation::{JobView, find};
use crate::{App, Error, Result};

/// Gives a waiting job another priority, -100 to 100. It also takes back an earlier [`move_to_front`].
///
/// # Errors
/// [`Error::Invalid`] outside the range, [`Error::NotFound`] for a job that is not the user's, [`Error::Conflict`] for one that
/// has begun or ended.
pub async fn set_priority(app: &App, user_id: UserId, id: JobId, priority: i32) -> Result<JobView> {
    if !(-100..=100).contains(&priority) {
        return Err(Error::invalid("priority", "priority must be between -100 and 100"));
    }
    let mut tx = app.db.begin().await?;
    lock_waiting(&mut tx, user_id, id).await?;
    owner::set_priority(&mut tx, id, priority, app.clock.now()).await?;
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// Puts a waiting job before the user's others; those of other users keep their turn.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not the user's, [`Error::Conflict`] for one that has begun or ended.
pub async fn move_to_front(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    let mut tx = app.db.begin().await?;
    lock_waiting(&mut tx, user_id, id).await?;
    owner::move_to_front(&mut tx, id, app.clock.now()).await?;
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}
