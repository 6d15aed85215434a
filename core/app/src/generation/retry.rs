//! Starting failed or cancelled jobs again.

use std::collections::BTreeMap;

use studio_db::events::{self, EventKind};
use studio_db::generation::{self, FailedFilter, owner};
use studio_db::ledger::{self, JobMoney};
use studio_db::recipes::runs;
use studio_model::{Cursor, JobId, JobStatus, MicroDollars, PageLimit, UserId};

use super::estimate::price;
use super::list::find;
use super::request::plugin_job;
use super::view::JobView;
use crate::{App, Error, Page, Result};

/// Puts a job back into the queue with the same values, priced and held anew by the plugin version it was made with.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not the user's, [`Error::Conflict`] unless it failed or was cancelled or when its plugin is
/// gone, [`Error::InsufficientCredits`], [`Error::BudgetReached`].
pub async fn retry(app: &App, user_id: UserId, id: JobId) -> Result<JobView> {
    match restart(app, user_id, id).await? {
        Outcome::Restarted(_) => {
            app.live.changed();
            find(app, user_id, id).await
        }
        Outcome::Gone => Err(Error::NotFound),
        Outcome::NoPlugin => Err(Error::Conflict(
            "the plugin of this job is no longer installed".to_owned(),
        )),
        Outcome::NotEnded(status) => Err(Error::Conflict(format!(
            "only a failed or cancelled job can be started again; this one is {status}"
        ))),
        Outcome::NoCredits { needed, available } => Err(Error::InsufficientCredits { needed, available }),
    }
}

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

/// Why a job was not started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// The credits do not suffice.
    InsufficientCredits,
    /// Its plugin is no longer installed.
    PluginMissing,
    /// It changed meanwhile, or is not there.
    Changed,
    /// The plugin refuses or could not price it.
    NotPriced,
}

impl Skipped {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientCredits => "insufficient_credits",
            Self::PluginMissing => "plugin_missing",
            Self::Changed => "changed",
            Self::NotPriced => "not_priced",
        }
    }
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
    let jobs = generation::list_failed(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let page = Page::new(jobs, limit, |place| *place);
    let ids: Vec<JobId> = page.items.iter().map(|place| JobId(place.id)).collect();
    Ok((restart_many(app, user_id, &ids).await?, page.next))
}

/// Starts each of these jobs of the user again, in a transaction of its own, exactly as [`retry`] does. One that cannot is skipped
/// and the others go on: a cheaper one may still be paid.
///
/// # Errors
/// When the database is away; what was started before stays started.
pub async fn restart_many(app: &App, user_id: UserId, ids: &[JobId]) -> Result<Redriven> {
    let mut done = Redriven::default();
    for id in ids {
        let skipped = match restart(app, user_id, *id).await {
            Ok(Outcome::Restarted(held)) => {
                done.restarted += 1;
                done.held = MicroDollars(done.held.0.saturating_add(held.0));
                continue;
            }
            Ok(Outcome::NoCredits { .. }) => Skipped::InsufficientCredits,
            Ok(Outcome::NoPlugin) => Skipped::PluginMissing,
            Ok(Outcome::Gone | Outcome::NotEnded(_)) => Skipped::Changed,
            Err(Error::Invalid(_)) => Skipped::NotPriced,
            Err(error) => return Err(error),
        };
        *done.skipped.entry(skipped).or_default() += 1;
    }
    if done.restarted > 0 {
        app.live.changed();
    }
    Ok(done)
}

enum Outcome {
    Restarted(MicroDollars),
    Gone,
    NoPlugin,
    NotEnded(JobStatus),
    NoCredits {
        needed: MicroDollars,
        available: MicroDollars,
    },
}

/// One transaction: the job's new round, its hold and the events.
async fn restart(app: &App, user_id: UserId, id: JobId) -> Result<Outcome> {
    let Some(job) = generation::find_for_user(&mut *app.db.acquire().await?, user_id, id).await? else {
        return Ok(Outcome::Gone);
    };
    let digest = hex::encode(job.plugin_digest);
    let Some(handle) = app.plugins.model_by_digest(&job.model_id, &digest).await else {
        return Ok(Outcome::NoPlugin);
    };
    let high = price(&handle, &plugin_job(&job)?.0).await?.high_microdollars;
    let held = MicroDollars::saturating_from(high);

    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let Some(job) = generation::lock_for_user(&mut tx, user_id, id).await? else {
        return Ok(Outcome::Gone);
    };
    if !matches!(job.status, JobStatus::Failed | JobStatus::Cancelled) {
        return Ok(Outcome::NotEnded(job.status));
    }
    owner::restart(&mut tx, id, held, now).await?;
    if let Some(run) = job.recipe_run_id {
        runs::reopen(&mut tx, run, now).await?;
    }
    let money = JobMoney {
        id: app.clock.new_id(),
        user_id,
        job_id: id,
        round: job.round + 1,
    };
    if !ledger::hold(&mut tx, &money, held, now).await? {
        let available = ledger::find_balance(&mut tx, user_id).await?.unwrap_or_default();
        return Ok(Outcome::NoCredits {
            needed: held,
            available,
        });
    }
    events::insert(&mut tx, user_id, EventKind::Job, id.0).await?;
    events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
    tx.commit().await?;
    Ok(Outcome::Restarted(held))
}
