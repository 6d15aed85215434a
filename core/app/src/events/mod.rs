//! How a change reaches open pages and idle workers within a moment.
//!
//! A use case writes an event row in its transaction and calls [`Live::changed`] after the commit. In this process readers are woken
//! at once; other processes hear of it through `NOTIFY`. `NOTIFY` takes a lock of the whole database until its commit is durable, so it
//! never rides in a user's transaction: one task per process sends at most twenty a second, on a connection of its own, without ids.

mod hub;
mod notifier;

use std::sync::Arc;

pub use studio_db::events::{Event, EventCursor, EventKind};
use studio_jobs::Wake;
use studio_model::UserId;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

use crate::{App, Result};

/// Changes a slow reader may fall behind before it must start over.
const BACKLOG: usize = 4096;

/// Most events a reconnecting page is brought; one that missed more starts over.
const REPLAY_LIMIT: i64 = 500;

/// The live side of one process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    sender: broadcast::Sender<Event>,
    read: Arc<Notify>,
    announce: Arc<Notify>,
    workers: Wake,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
            read: Arc::default(),
            announce: Arc::default(),
            workers: Wake::new(),
        }
    }
}

impl Live {
    /// Says that a transaction with events or jobs in it was committed.
    pub fn changed(&self) {
        self.workers.wake();
        self.read.notify_one();
        self.announce.notify_one();
    }

    /// Every change from now on, of all users: the receiver filters.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// What wakes this process's admission.
    #[must_use]
    pub fn workers(&self) -> Wake {
        self.workers.clone()
    }
}

/// What a page missed while it was away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replay {
    /// These changes, oldest first.
    Events(Vec<Event>),
    /// Too long ago to tell: the page must load its state anew.
    StartOver,
}

/// The changes of a user since `after`, the last event its page saw.
///
/// # Errors
/// When the database is away.
pub async fn replay(app: &App, user_id: UserId, after: EventCursor) -> Result<Replay> {
    let mut conn = app.db.acquire().await?;
    if !studio_db::events::exists(&mut conn, after).await? {
        return Ok(Replay::StartOver);
    }
    let missed = studio_db::events::list_after(&mut conn, after, Some(user_id), REPLAY_LIMIT + 1).await?;
    let too_many = i64::try_from(missed.len()).unwrap_or(i64::MAX) > REPLAY_LIMIT;
    Ok(if too_many {
        Replay::StartOver
    } else {
        Replay::Events(missed)
    })
}

/// Runs the loops behind [`Live`] until `stop`. Every process needs them, web or worker.
pub async fn run(app: &App, stop: CancellationToken) {
    tokio::join!(notifier::run(app, &stop), hub::run(app, &stop));
}
