//! Starting failed jobs again that a filter names.

use std::collections::BTreeMap;

use studio_db::generation::{self, FailedFilter};
use studio_model::{Cursor, JobId, MicroDollars, PageLimit, UserId};

use super::restart::{PIECE, Restarts, Skipped, restart_many};
use crate::{App, Page, Result};

/// What became of a wish to start many jobs again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redriven {
    /// Jobs that wait again.
    pub restarted: u32,
    /// What was set aside for them.
    pub held: MicroDollars,
    /// Jobs that stay as they are, by reason.
    pub skipped: BTreeMap<Skipped, u32>,
}

/// Starts a page of the user's failed jobs again, the longest failed first; gives the place after it when there are more.
///
/// # Errors
/// When the database is away; what was started before stays started, and asking again goes on with the others.
pub async fn redrive(
    app: &App,
    user_id: UserId,
    filter: &FailedFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<(Redriven, Option<Cursor>)> {
    let places = generation::list_failed(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let page = Page::new(places, limit, |place| *place);
    let ids: Vec<JobId> = page.items.iter().map(|place| JobId(place.id)).collect();
    let mut done = Redriven::default();
    for ids in ids.chunks(PIECE.into()) {
        let mut jobs = generation::list_by_ids(&mut *app.db.acquire().await?, user_id, ids).await?;
        // The money goes to those that failed first.
        jobs.sort_by_key(|job| ids.iter().position(|id| *id == job.id));
        done.add(restart_many(app, user_id, &jobs).await?);
    }
    Ok((done, page.next))
}

impl Redriven {
    fn add(&mut self, piece: Restarts) {
        self.restarted += piece.restarted;
        self.held = MicroDollars(self.held.0.saturating_add(piece.held.0));
        for (reason, jobs) in piece.skipped {
            *self.skipped.entry(reason).or_default() += jobs;
        }
    }
}
