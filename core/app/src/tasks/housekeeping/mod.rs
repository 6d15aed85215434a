//! Forgetting what nobody needs any more: chores, each with its own schedule.
//!
//! A run is taken under a lease, so one process does it; it works in bounded steps and renews the lease between two of them. A
//! process that dies leaves the run due, and another begins again: every step is safe to repeat, because it only removes what is
//! still old.

mod chore;
mod leaving;
mod orphans;
mod trash;

pub use chore::Chore;

use std::time::Duration;

use futures::future::join_all;
use studio_db::housekeeping::{self, Report};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{App, Result};

/// How often a chore is looked at, which bounds how long an administrator's wish waits.
const LOOK: Duration = Duration::from_secs(5);

/// How long a process may be silent before another begins again; a step takes seconds at the most.
const LEASE: Duration = Duration::from_secs(300);

/// A failed run is tried again after this time, or at its next turn if that is sooner.
const AGAIN: Duration = Duration::from_secs(600);

/// Does what is due until `stop`, each chore apart from the others.
pub async fn run(app: &App, stop: CancellationToken) {
    join_all(Chore::ALL.map(|chore| follow(app, chore, &stop))).await;
}

async fn follow(app: &App, chore: Chore, stop: &CancellationToken) {
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = run_due(app, chore, stop).await {
            tracing::warn!(chore = chore.name(), %error, "a chore could not be run and is tried again");
        }
    }
}

/// Runs a chore that is due and that no other process is at; gives what it removed.
///
/// # Errors
/// When the database is away. A failure of the chore itself is stored, not given.
pub async fn run_due(app: &App, chore: Chore, stop: &CancellationToken) -> Result<Option<u64>> {
    let owner = app.clock.new_id();
    if !housekeeping::claim(&mut *app.db.acquire().await?, chore.name(), owner, LEASE).await? {
        return Ok(None);
    }
    let mut turn = Turn {
        app,
        chore,
        owner,
        stop,
        removed: 0,
    };
    let done = chore.run(&mut turn).await;
    turn.end(done).await
}

/// A run that this process is at.
struct Turn<'a> {
    app: &'a App,
    chore: Chore,
    owner: Uuid,
    stop: &'a CancellationToken,
    removed: u64,
}

/// What comes after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Go on.
    Step,
    /// The process ends, or another one has taken the run: stop here.
    Leave,
}

impl Turn<'_> {
    /// Counts what a step removed and keeps the lease for the next.
    async fn stepped(&mut self, removed: u64) -> Result<Next> {
        self.removed += removed;
        if self.stop.is_cancelled() {
            return Ok(Next::Leave);
        }
        let mut conn = self.app.db.acquire().await?;
        let is_ours = housekeeping::renew(&mut conn, self.chore.name(), self.owner, LEASE).await?;
        Ok(if is_ours { Next::Step } else { Next::Leave })
    }

    async fn end(self, done: Result<Next>) -> Result<Option<u64>> {
        let (name, removed) = (self.chore.name(), self.removed);
        let mut conn = self.app.db.acquire().await?;
        if matches!(done, Ok(Next::Leave)) {
            housekeeping::give_back(&mut conn, name, self.owner).await?;
            return Ok(None);
        }
        let error = done.err().map(|error| error.to_string());
        match &error {
            None => tracing::debug!(chore = name, removed, "cleaned up"),
            Some(error) => tracing::warn!(chore = name, removed, error, "clean-up failed and is tried again later"),
        }
        let report = Report {
            removed: i64::try_from(removed).unwrap_or(i64::MAX),
            error: error.as_deref(),
            next_in: if error.is_none() {
                self.chore.every()
            } else {
                self.chore.every().min(AGAIN)
            },
        };
        housekeeping::finish(&mut conn, name, self.owner, &report).await?;
        Ok(Some(removed))
    }
}
