//! Starting many failed or cancelled jobs again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sqlx::Connection as _;
use studio_db::PgConnection;
use studio_db::batches::{self, end};
use studio_db::events::{self, EventKind};
use studio_db::generation::{Job, owner};
use studio_db::ledger::{self, JobMoney};
use studio_db::recipes::runs;
use studio_model::{BatchId, JobId, MicroDollars, RecipeRunId, UserId};

use super::request::plugin_job;
use crate::{App, Error, Result, models};

/// Jobs to start again in one transaction.
pub(crate) const PIECE: u16 = 100;

/// What became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Restarts {
    /// Wait for their turn again, in a new round.
    pub(crate) restarted: u32,
    /// What was set aside for those.
    pub(crate) held: MicroDollars,
    /// Left as they are, by reason.
    pub(crate) skipped: BTreeMap<Skipped, u32>,
    /// Why it stopped early: the first job that could not be paid for. It and those behind it are among the skipped.
    pub(crate) unaffordable: Option<Unaffordable>,
}

/// Why a job was not started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// It, or one before it, is more than the credits pay for.
    InsufficientCredits,
    /// It, or one before it, is more than a hard budget allows.
    BudgetReached,
    /// Its plugin is no longer installed.
    PluginMissing,
    /// Its plugin refuses or could not price it.
    NotPriced,
    /// Its batch is being cancelled.
    BatchCancelling,
    /// It changed meanwhile, or is not there.
    Changed,
}

impl Skipped {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientCredits => "insufficient_credits",
            Self::BudgetReached => "budget_reached",
            Self::PluginMissing => "plugin_missing",
            Self::NotPriced => "not_priced",
            Self::BatchCancelling => "batch_cancelling",
            Self::Changed => "changed",
        }
    }

    /// Whether the same wish works once there is money.
    pub(crate) const fn is_about_money(self) -> bool {
        matches!(self, Self::InsufficientCredits | Self::BudgetReached)
    }
}

/// What a job could not be paid from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unaffordable {
    /// The balance: what the job costs at most, and what was left.
    Credits {
        needed: MicroDollars,
        available: MicroDollars,
    },
    /// A hard budget; a sentence says which.
    Budget(String),
}

/// Puts these jobs of a user back into the queue, each like a single retry: with the same values and plugin version, priced
/// and held anew. One transaction; a caller with many gives them in pieces of [`PIECE`].
///
/// # Errors
/// When the database is away; nothing was started then.
pub(crate) async fn restart_many(app: &App, user_id: UserId, jobs: &[Job]) -> Result<Restarts> {
    let prices = prices(app, jobs).await?;
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    // Batches before jobs, jobs before runs of recipes, those before money: the order in which everybody locks.
    let mut kept_back = BTreeSet::new();
    let batch_ids: BTreeSet<BatchId> = jobs.iter().filter_map(|job| job.batch_id).collect();
    for id in batch_ids {
        if is_cancelling(&mut tx, user_id, id).await? {
            kept_back.insert(id);
        }
    }
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
    let rounds = owner::lock_many_to_restart(&mut tx, user_id, &ids).await?;
    let run_ids: Vec<RecipeRunId> = jobs.iter().filter_map(|job| job.recipe_run_id).collect();
    if !run_ids.is_empty() {
        runs::lock_many(&mut tx, &run_ids).await?;
    }

    let (mut done, mut reopened) = (Restarts::default(), BTreeSet::new());
    for job in jobs {
        let is_kept_back = job.batch_id.is_some_and(|id| kept_back.contains(&id));
        let start = match (is_kept_back, rounds.get(&job.id), prices.get(&job.id)) {
            (true, ..) => Err(Skipped::BatchCancelling),
            (_, None, _) => Err(Skipped::Changed),
            (_, _, None) => Err(Skipped::PluginMissing),
            (_, _, Some(Err(reason))) => Err(*reason),
            (_, Some(round), Some(Ok(held))) => Ok((round + 1, *held)),
        };
        let skipped = match (&done.unaffordable, start) {
            (_, Err(reason)) => reason,
            (Some(Unaffordable::Credits { .. }), _) => Skipped::InsufficientCredits,
            (Some(Unaffordable::Budget(_)), _) => Skipped::BudgetReached,
            (None, Ok((round, held))) => match restart(app, &mut tx, job, round, held, now).await? {
                None => {
                    reopened.extend(job.batch_id);
                    done.restarted += 1;
                    done.held = MicroDollars(done.held.0.saturating_add(held.0));
                    continue;
                }
                Some(unaffordable) => {
                    let reason = match unaffordable {
                        Unaffordable::Credits { .. } => Skipped::InsufficientCredits,
                        Unaffordable::Budget(_) => Skipped::BudgetReached,
                    };
                    done.unaffordable = Some(unaffordable);
                    reason
                }
            },
        };
        *done.skipped.entry(skipped).or_default() += 1;
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

/// One job, all of it or nothing: gives what it could not be paid from.
async fn restart(
    app: &App,
    conn: &mut PgConnection,
    job: &Job,
    round: i32,
    held: MicroDollars,
    now: DateTime<Utc>,
) -> Result<Option<Unaffordable>> {
    let user_id = job.user_id;
    let money = JobMoney {
        id: app.clock.new_id(),
        user_id,
        job_id: job.id,
        round,
    };
    let mut step = conn.begin().await?;
    match ledger::hold(&mut step, &money, held, now).await.map_err(Error::from) {
        Ok(true) => {}
        Ok(false) => {
            let available = ledger::find_balance(&mut step, user_id).await?.unwrap_or_default();
            return Ok(Some(Unaffordable::Credits {
                needed: held,
                available,
            }));
        }
        Err(Error::BudgetReached(sentence)) => {
            step.rollback().await?;
            return Ok(Some(Unaffordable::Budget(sentence)));
        }
        Err(error) => return Err(error),
    }
    owner::restart(&mut step, job.id, held, now).await?;
    if let Some(run) = job.recipe_run_id {
        runs::reopen(&mut step, run, now).await?;
    }
    events::insert(&mut step, user_id, EventKind::Job, job.id.0).await?;
    step.commit().await?;
    Ok(None)
}

/// Lets the batch of a job go on that is started again. Locks it, so it comes before the lock of the job.
///
/// # Errors
/// [`Error::Conflict`] while it is being cancelled: the job would be ended with it.
pub(super) async fn reopen_batch(
    conn: &mut PgConnection,
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
async fn is_cancelling(conn: &mut PgConnection, user_id: UserId, id: BatchId) -> Result<bool> {
    let batch = batches::lock_for_user(conn, user_id, id).await?;
    Ok(batch.is_some_and(|batch| batch.cancel_requested_at.is_some() && batch.ended_at.is_none()))
}

/// The most that each job can cost, by the plugin version it was made with; one of a plugin that is gone is left out.
async fn prices(app: &App, jobs: &[Job]) -> Result<HashMap<JobId, std::result::Result<MicroDollars, Skipped>>> {
    let mut by_plugin: HashMap<(&str, [u8; 32]), Vec<&Job>> = HashMap::new();
    for job in jobs {
        by_plugin
            .entry((&job.model_id, job.plugin_digest))
            .or_default()
            .push(job);
    }
    let mut prices = HashMap::new();
    for ((model_id, digest), jobs) in by_plugin {
        let Some(handle) = models::find_pinned(app, model_id, &hex::encode(digest)).await? else {
            continue;
        };
        let asked: Vec<_> = jobs.iter().map(|job| Ok(plugin_job(job)?.0)).collect::<Result<_>>()?;
        for (job, answer) in jobs.iter().zip(handle.estimate_many(&asked).await) {
            let price = match answer {
                Ok(price) => Ok(MicroDollars::saturating_from(price.high_microdollars)),
                Err(error) => {
                    tracing::info!(job.id = %job.id, %error, "the job has no price any more");
                    Err(Skipped::NotPriced)
                }
            };
            prices.insert(job.id, price);
        }
    }
    Ok(prices)
}
