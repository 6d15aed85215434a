//! Holding a batch back, and letting it go on.

use studio_db::batches;
use studio_db::events::{self, EventKind};
use studio_model::{BatchId, UserId};

use super::view::BatchView;
use super::{find, lock_open};
use crate::{App, Result};

/// Holds back what waits of a batch; jobs that have begun go on. One row changes, however many jobs there are. Pausing twice
/// is fine.
///
/// # Errors
/// [`crate::Error::NotFound`] for a batch that is not the user's, [`crate::Error::Conflict`] for one that has ended or is
/// being cancelled.
pub async fn pause(app: &App, user_id: UserId, id: BatchId) -> Result<BatchView> {
    set(app, user_id, id, true).await
}

/// Lets it go on. Resuming twice is fine.
///
/// # Errors
/// As for [`pause`].
pub async fn resume(app: &App, user_id: UserId, id: BatchId) -> Result<BatchView> {
    set(app, user_id, id, false).await
}

async fn set(app: &App, user_id: UserId, id: BatchId, is_paused: bool) -> Result<BatchView> {
    let mut tx = app.db.begin().await?;
    let batch = lock_open(&mut tx, user_id, id).await?;
    if batch.is_paused != is_paused {
        batches::set_paused(&mut tx, id, is_paused, app.clock.now()).await?;
        events::insert(&mut tx, user_id, EventKind::Batch, id.0).await?;
        tx.commit().await?;
        app.live.changed();
    }
    find(app, user_id, id).await
}
