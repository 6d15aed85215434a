//! Looking after runs of recipes: pictures become jobs of their next step, cancelled runs end, finished ones are marked.
//!
//! One process at a time does it, under an advisory lock; what makes it safe is that a picture waits in a row of its own,
//! which is locked and named in the transaction that makes its job, so a second process at work would only find it taken.

mod cancel;
mod make;

use std::time::Duration;

use studio_db::events::EventKind;
use studio_db::recipes::keep::{self, CallingRun};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::events::Event;
use crate::{App, Result};

/// Runs are looked at this often when nothing calls for it: one may have been asked for, or its jobs may have ended.
const INTERVAL: Duration = Duration::from_millis(500);

/// The shortest time between two looks, so that many pictures of one moment are one.
const BREATH: Duration = Duration::from_millis(50);

/// Looks after runs until `stop`. Several processes may do it.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut changes = app.live.subscribe();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = picture_stored(&mut changes) => (),
            () = tokio::time::sleep(INTERVAL) => (),
        }
        if let Err(error) = look_after_all(app, &stop).await {
            tracing::warn!(%error, "recipes could not be looked after; tried again soon");
        }
        tokio::time::sleep(BREATH).await;
    }
}

/// Waits until a picture was stored, or so much happened that one may have been.
async fn picture_stored(changes: &mut broadcast::Receiver<Event>) {
    loop {
        match changes.recv().await {
            Ok(event) if event.kind == EventKind::Image => return,
            Ok(_) => (),
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn look_after_all(app: &App, stop: &CancellationToken) -> Result<()> {
    let mut keeper = app.db.begin().await?;
    if !keep::try_keep(&mut keeper).await? {
        return Ok(());
    }
    for run in keep::list_calling(&mut keeper, app.clock.now()).await? {
        if stop.is_cancelled() {
            break;
        }
        // One that cannot be looked after must not keep the others.
        let id = run.id;
        if let Err(error) = look_after(app, run).await {
            tracing::warn!(recipe_run.id = %id, %error, "a run could not be looked after; tried again soon");
        }
    }
    end_done(app).await?;
    keeper.rollback().await?;
    Ok(())
}

async fn end_done(app: &App) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let done = keep::lock_done(&mut tx).await?;
    if done.is_empty() {
        return Ok(());
    }
    let ended = keep::end_done(&mut tx, &done, app.clock.now()).await?;
    tx.commit().await?;
    tracing::info!(ended, "runs of recipes have ended");
    Ok(())
}

async fn look_after(app: &App, run: CallingRun) -> Result<()> {
    if run.is_cancelling {
        cancel::cancel_jobs(app, &run).await
    } else {
        make::make_jobs(app, &run).await
    }
}
