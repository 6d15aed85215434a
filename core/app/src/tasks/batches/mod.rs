//! Looking after batches: rows become jobs, cancelled ones end, finished ones are marked.
//!
//! One process at a time does it, under an advisory lock; what makes it safe is that each piece names the row it begins
//! with, so a second one at work would only find that its piece is taken.

mod cancel;
mod load;

use std::time::Duration;

use studio_db::batches::load::OpenBatch;
use studio_db::batches::{end, load as rows};
use studio_db::events::{self, EventKind};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::events::Event;
use crate::tasks::notices;
use crate::{App, Result};

/// Batches are looked at this often when nothing calls for it: windows move on, ended jobs end their batch.
const INTERVAL: Duration = Duration::from_secs(1);

/// Looks after batches until `stop`. Several processes may do it.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut changes = app.live.subscribe();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = batch_changed(&mut changes) => (),
            () = tokio::time::sleep(INTERVAL) => (),
        }
        if let Err(error) = look_after_all(app, &stop).await {
            tracing::warn!(%error, "batches could not be looked after; tried again soon");
        }
    }
}

/// Waits until a batch was asked for or changed, or so much happened that one may have been.
async fn batch_changed(changes: &mut broadcast::Receiver<Event>) {
    loop {
        match changes.recv().await {
            Ok(event) if event.kind == EventKind::Batch => return,
            Ok(_) => (),
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn look_after_all(app: &App, stop: &CancellationToken) -> Result<()> {
    let mut keeper = app.db.begin().await?;
    if !rows::try_keep(&mut keeper).await? {
        return Ok(());
    }
    for batch in rows::list_open(&mut keeper).await? {
        if stop.is_cancelled() {
            break;
        }
        // One that cannot be loaded must not keep the others.
        if let Err(error) = look_after(app, batch).await {
            tracing::warn!(batch.id = %batch.id, %error, "a batch could not be looked after; tried again soon");
        }
    }
    keeper.rollback().await?;
    Ok(())
}

async fn look_after(app: &App, batch: OpenBatch) -> Result<()> {
    if batch.is_cancelling {
        cancel::cancel_waiting(app, batch).await?;
    } else if !batch.is_loaded {
        load::load(app, batch).await?;
    }
    let mut tx = app.db.begin().await?;
    if !end::is_done(&mut tx, batch.id).await? {
        return Ok(());
    }
    studio_db::batches::lock_for_user(&mut tx, batch.user_id, batch.id).await?;
    if end::end_if_done(&mut tx, batch.id, app.clock.now()).await? {
        events::insert(&mut tx, batch.user_id, EventKind::Batch, batch.id.0).await?;
        notices::batch_ended(&mut tx, batch.user_id, batch.id, app.clock.now()).await?;
        tx.commit().await?;
        app.live.changed();
        tracing::info!(batch.id = %batch.id, "the batch has ended");
    }
    Ok(())
}
