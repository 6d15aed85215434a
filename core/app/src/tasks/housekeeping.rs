//! Forgetting what nobody needs any more.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{App, Result};

/// Pages that were away longer start over anyway.
const EVENT_HOURS: i32 = 24;

/// How long a repeated request finds its first one.
const IDEMPOTENCY_HOURS: i32 = 48;

/// How long what became of a due time can be looked up.
const RUN_DAYS: i32 = 90;

const INTERVAL: Duration = Duration::from_secs(600);

/// Cleans up every ten minutes until `stop`. Several processes may do it at once.
pub async fn run(app: &App, stop: CancellationToken) {
    let mut tick = interval(INTERVAL);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = clean(app).await {
            tracing::warn!(%error, "clean-up failed and is tried again later");
        }
    }
}

async fn clean(app: &App) -> Result<()> {
    let mut conn = app.db.acquire().await?;
    let events = studio_db::events::delete_older_than(&mut conn, EVENT_HOURS).await?;
    let keys = studio_db::idempotency::delete_older_than(&mut conn, IDEMPOTENCY_HOURS).await?;
    let runs = studio_db::schedules::runs::delete_older_than(&mut conn, RUN_DAYS).await?;
    tracing::debug!(events, keys, runs, "cleaned up");
    Ok(())
}
