//! Learning from the provider's answers how many jobs the account bears.
//!
//! Refusals are rare and written down at once, in a transaction of their own. Accepted requests are the common case and only
//! counted in memory; a loop writes the sum down once a second, and only while the limit is below its maximum, so that an
//! ordinary job pays nothing for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use studio_db::provider;
use studio_db::queue::{self, Scope};
use studio_model::TooMany;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::queue::TOLD;
use crate::{App, Result};

/// How often accepted requests are written down: about a round trip, so the limit rises by one at most this often.
const INTERVAL: Duration = Duration::from_secs(1);

/// Requests that the provider has taken from this process and that are not written down yet. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accepted(Arc<AtomicU32>);

impl Accepted {
    /// The provider took one more.
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn take(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

/// Lets the limit rise until `stop`. Several processes may do it at once.
pub(crate) async fn run(app: &App, accepted: &Accepted, stop: CancellationToken) {
    let mut tick = interval(INTERVAL);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        let requests = accepted.take();
        if requests == 0 {
            continue;
        }
        if let Err(error) = raise(app, requests).await {
            tracing::warn!(error = %crate::error::chain(&error), "accepted requests were not written down");
        }
    }
}

async fn raise(app: &App, requests: u32) -> Result<()> {
    let slots = app.config.job_slots;
    let mut conn = app.db.acquire().await?;
    if provider::find(&mut conn).await?.limit.lowered_to.is_none() {
        return Ok(());
    }
    drop(conn);
    let mut tx = app.db.begin().await?;
    let mut account = provider::lock(&mut tx).await?;
    let before = account.limit.now(slots);
    if !account.limit.took(requests, slots, account.now) {
        return Ok(());
    }
    provider::update(&mut tx, &account.limit).await?;
    tx.commit().await?;
    let now = account.limit.now(slots);
    if now != before {
        tracing::info!(limit = now, "the provider's limit was raised");
        app.live.changed();
    }
    Ok(())
}

/// The provider refused a call because there are too many. Writes nothing when others told the same already.
///
/// # Errors
/// When the database is away.
pub(crate) async fn refused(app: &App, call: Refused) -> Result<()> {
    let slots = app.config.job_slots;
    let mut tx = app.db.begin().await?;
    let mut account = provider::lock(&mut tx).await?;
    let call = TooMany {
        released_at: call.released_at.unwrap_or(account.now),
        running: account.running,
        retry_after: call.retry_after,
        told: call.told,
    };
    if !account.limit.refused(call, slots, account.now) {
        return Ok(());
    }
    provider::update(&mut tx, &account.limit).await?;
    queue::tell_waiting(&mut tx, &Scope::Everything, TOLD).await?;
    tx.commit().await?;
    tracing::warn!(
        limit = account.limit.now(slots),
        held_until = ?account.limit.held_until,
        "the provider refuses requests: the limit was lowered"
    );
    app.live.changed();
    Ok(())
}

/// What a worker knows of a refused call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    /// When its job was given to a worker.
    pub(crate) released_at: Option<chrono::DateTime<chrono::Utc>>,
    /// How long the provider asked to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The account's limit as the provider told it.
    pub(crate) told: Option<u64>,
}
