//! Reads the log of changes once for all pages of this process.

use std::time::Duration;

use studio_db::events::{self, EventCursor};
use studio_db::{Listener, listen};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::notifier::CHANNEL;
use crate::{App, Result};

/// Looks without being told this often: a change whose transaction ended after the announcement, or a lost listener.
const POLL: Duration = Duration::from_millis(1000);

/// After news, looks again this soon: a reader stops below transactions that still run.
const SETTLE: Duration = Duration::from_millis(60);

/// After a failure this much of the log is read again: what was written meanwhile, and what a server that lost power forgot and
/// wrote under the same transaction ids. Telling twice is harmless, since nobody is told more than what to look at.
const LOOK_BACK: Duration = Duration::from_secs(15);

/// Between two looks at the log, however much happens: the first news after a quiet time is read at once.
const PACE: Duration = Duration::from_millis(25);

const BATCH: i64 = 500;

pub(super) async fn run(app: &App, stop: &CancellationToken) {
    let mut look_back = Duration::ZERO;
    while !stop.is_cancelled() {
        if let Err(error) = follow(app, look_back, stop).await {
            look_back = LOOK_BACK;
            tracing::warn!(%error, "the log of changes cannot be read; trying again");
            tokio::select! { () = sleep(POLL) => (), () = stop.cancelled() => () }
        }
    }
}

async fn follow(app: &App, look_back: Duration, stop: &CancellationToken) -> Result<()> {
    let mut listener = listen(&app.db, CHANNEL).await?;
    let mut cursor = events::find_end(&mut *app.db.acquire().await?, look_back).await?;
    let mut pause = POLL;
    loop {
        tokio::select! {
            told = told(&mut listener) => {
                told?;
                app.live.workers.wake();
            }
            () = app.live.read.notified() => (),
            () = sleep(pause) => (),
            () = stop.cancelled() => return Ok(()),
        }
        pause = if publish_new(app, &mut cursor).await? {
            SETTLE
        } else {
            POLL
        };
        sleep(PACE).await;
    }
}

async fn told(listener: &mut Listener) -> Result<()> {
    listener.next().await?;
    Ok(())
}

/// Publishes what is new; `true` when there was something, so more may follow soon.
async fn publish_new(app: &App, cursor: &mut EventCursor) -> Result<bool> {
    let mut any = false;
    loop {
        let batch = events::list_after(&mut *app.db.acquire().await?, *cursor, None, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(any) };
        (*cursor, any) = (last.cursor, true);
        for event in batch {
            // Nobody listening is fine.
            let _ = app.live.sender.send(event);
        }
    }
}
