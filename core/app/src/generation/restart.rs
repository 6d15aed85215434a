//! Starting many failed or cancelled jobs again.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use studio_db::batches::{self, end};
use studio_db::events::{self, EventKind};
use studio_db::generation::{Job, owner};
use studio_db::ledger::{self, JobMoney};
use studio_model::{BatchId, JobId, MicroDollars, UserId};

use super::request::plugin_job;
use crate::{App, Error, Result};

/// Jobs to start again in one transaction.
pub(crate) const PIECE: u16 = 100;

/// What became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Restarts {
    /// Wait for their turn again, in a new round.
    pub(crate) restarted: u32,
    /// Left as they are: their plugin is gone or declines them, their batch is being cancelled, or they changed meanwhile.
    pub(crate) skipped: u32,
    /// What the first one costs that could not be paid for, and what was left; neither it nor those behind it were started.
    pub(crate) unaffordable: Option<(MicroDollars, MicroDollars)>,
}

/// Puts these jobs of a user back into the queue, each like a single retry: with the same values and plugin version, priced
/// and held anew. One transaction; a caller with many gives them in pieces of [`PIECE`].
///
/// # Errors
/// When the database is away; nothing was started then.
pub(crate) async fn restart_many(app: &App, user_id: UserId, jobs: &[Job]) -> Result<Restarts> {
    let prices = prices(app, jobs).await?;
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    // Batches before jobs, jobs before money: the order in which everybody locks.
    let mut kept_back = BTreeSet::new();
    let batch_ids: BTreeSet<BatchId> = jobs.iter().filter_map(|job| job.batch_id).collect();
    for id in batch_ids {
        if is_cancelling(&mut tx, user_id, id).await? {
            kept_back.insert(id);
        }
    }
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
    let rounds = owner::lock_many_to_restart(&mut tx, user_id, &ids).await?;

    let (mut done, mut reopened) = (Restarts::default(), BTreeSet::new());
    for job in jobs {
        let round = rounds
            .get(&job.id)
            .filter(|_| job.batch_id.is_none_or(|id| !kept_back.contains(&id)));
        let (Some(round), Some(held)) = (round, prices.get(&job.id).copied()) else {
            done.skipped += 1;
            continue;
        };
        let money = JobMoney {
            id: app.clock.new_id(),
            user_id,
            job_id: job.id,
            round: round + 1,
        };
        if !ledger::hold(&mut tx, &money, held, now).await? {
            let left = ledger::find_balance(&mut tx, user_id).await?.unwrap_or_default();
            done.unaffordable = Some((held, left));
            break;
        }
        owner::restart(&mut tx, job.id, held, now).await?;
        events::insert(&mut tx, user_id, EventKind::Job, job.id.0).await?;
        reopened.extend(job.batch_id);
        done.restarted += 1;
    }
    if done.restarted > 0 {
        for id in reopened {
            end::reopen(&mut tx, id, now).await?;
            events::insert(&mut tx, user_id, EventKind::Batch, id.0).await?;
        }
        events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
        tx.commit().await?;
        app.live.changed();
    }
    Ok(done)
}

/// Lets the batch of a job go on that is started again. Locks it, so it comes before the lock of the job.
///
/// # Errors
/// [`Error::Conflict`] while it is being cancelled: the job would be ended with it.
pub(super) async fn reopen_batch(
    conn: &mut studio_db::PgConnection,
    user_id: UserId,
    id: BatchId,
    now: DateTime<Utc>,
) -> Result<()> {
    if is_cancelling(conn, user_id, id).await? {
        return Err(Error::Conflict("the job's batch is being cancelled".to_owned()));
    }
    if end::reopen(conn, id, now).await? {
        events::insert(conn, user_id, EventKind::Batch, id.0).await?;
    }
    Ok(())
}

/// Locks a batch and says whether it is being cancelled; one that has ended is not any more.
async fn is_cancelling(conn: &mut studio_db::PgConnection, user_id: UserId, id: BatchId) -> Result<bool> {
    let batch = batches::lock_for_user(conn, user_id, id).await?;
    Ok(batch.is_some_and(|batch| batch.cancel_requested_at.is_some() && batch.ended_at.is_none()))
}

/// The most that each job can cost, by the plugin version it was made with; one that has no price any more is left out.
async fn prices(app: &App, jobs: &[Job]) -> Result<HashMap<JobId, MicroDollars>> {
    let mut by_plugin: HashMap<(&str, [u8; 32]), Vec<&Job>> = HashMap::new();
    for job in jobs {
        by_plugin
            .entry((&job.model_id, job.plugin_digest))
            .or_default()
            .push(job);
    }
    let mut prices = HashMap::new();
    for ((model_id, digest), jobs) in by_plugin {
        let Some(handle) = app.plugins.model_by_digest(model_id, &hex::encode(digest)).await else {
            continue;
        };
        let asked: Vec<_> = jobs.iter().map(|job| Ok(plugin_job(job)?.0)).collect::<Result<_>>()?;
        for (job, answer) in jobs.iter().zip(handle.estimate_many(&asked).await) {
            match answer {
                Ok(price) => drop(prices.insert(job.id, MicroDollars::saturating_from(price.high_microdollars))),
                Err(error) => tracing::info!(job.id = %job.id, %error, "the job has no price any more"),
            }
        }
    }
    Ok(prices)
}
