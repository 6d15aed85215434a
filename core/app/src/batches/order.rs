//! The order of a user's batches.

use studio_db::batches;
use studio_db::events::{self, EventKind};
use studio_model::{BatchId, UserId};

use super::view::BatchView;
use super::{find, lock_open};
use crate::{App, Error, Result};

/// Gives a batch another priority: a head start of 36 s a point over other batches of its owner.
///
/// # Errors
/// [`Error::Invalid`] outside of -100 to 100, [`Error::NotFound`] for a batch that is not the user's, [`Error::Conflict`] for
/// one that has ended or is being cancelled.
pub async fn set_priority(app: &App, user_id: UserId, id: BatchId, priority: i64) -> Result<BatchView> {
    let priority = i32::try_from(priority)
        .ok()
        .filter(|priority| (-100..=100).contains(priority))
        .ok_or_else(|| Error::invalid("priority", "priority must be between -100 and 100"))?;
    let mut tx = app.db.begin().await?;
    lock_open(&mut tx, user_id, id).await?;
    batches::set_priority(&mut tx, id, priority, app.clock.now()).await?;
    events::insert(&mut tx, user_id, EventKind::Batch, id.0).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}
