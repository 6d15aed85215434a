//! Every process looking for news: in its plugin folder, and in the database.

use std::time::Duration;

use studio_db::plugins::find_revision;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::folder::{self, Seen};
use super::{log, offer};
use crate::error::chain;
use crate::{App, Error, Result};

/// A new file is on offer this long after it is whole, plus the time for compiling it.
const INTERVAL: Duration = Duration::from_millis(400);

/// What could not be had is tried again after this time.
const AGAIN: Duration = Duration::from_secs(10);

/// What this process knows already.
#[derive(Debug, Default)]
pub(in crate::models) struct Follower {
    folder: Seen,
    /// Plugins of the folder that another one is in the way of.
    kept_back: Vec<String>,
    revision: Option<i64>,
    /// When to try once more to get what could not be had.
    again_at: Option<Instant>,
}

impl Follower {
    /// Looks once for news and follows them.
    ///
    /// # Errors
    /// When the folder or the database is away; the next look begins where this one did.
    pub(in crate::models) async fn look(&mut self, app: &App) -> Result<()> {
        let files = app.plugins.scan().await.map_err(Error::internal)?;
        let seen = folder::see(&self.folder, &files);
        if seen != self.folder {
            let kept_back = folder::tell(app, &self.folder, &seen).await?;
            self.kept_back.retain(|id| seen.contains_key(id));
            self.kept_back.extend(kept_back);
            self.folder = seen;
        }
        let revision = find_revision(&mut *app.db.acquire().await?).await?;
        let is_due = self.again_at.is_some_and(|at| at <= Instant::now());
        if self.revision != Some(revision) || is_due {
            let is_whole = offer::follow(app).await?;
            if self.revision.is_some_and(|known| known != revision) {
                self.try_kept_back_again();
            }
            self.again_at = (!is_whole).then(|| Instant::now() + AGAIN);
            self.revision = Some(revision);
        }
        Ok(())
    }

    /// Something else is on offer: what was in the way of a plugin may be gone, so it is news once more at the next look.
    fn try_kept_back_again(&mut self) {
        for id in self.kept_back.drain(..) {
            self.folder.remove(&id);
        }
    }
}

/// Follows the plugin folder and the database until `stop`. Every process needs it, web or worker.
pub async fn watch(app: &App, stop: CancellationToken) {
    let mut follower = Follower::default();
    let mut tick = interval(INTERVAL);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_failing = false;
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        match follower.look(app).await.and(log::keep(app).await) {
            Ok(()) => is_failing = false,
            // Told once, and not twice a second for as long as the database is away.
            Err(error) if !is_failing => {
                is_failing = true;
                tracing::warn!(error = chain(&error), "news of plugins cannot be read; trying again");
            }
            Err(_) => (),
        }
    }
}
