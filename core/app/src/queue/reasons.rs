//! Why a job that waits for admission is not released.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use studio_db::PgConnection;
use studio_db::batches;
use studio_db::generation::{self, Job};
use studio_db::provider::{self, Account};
use studio_db::queue::{self, Limit, Pause, Running, Scope};
use studio_db::recipes::runs::{self, HeldBack};
use studio_model::{BatchId, JobId, JobStatus, RecipeRunId};

use crate::generation::Waiting;
use crate::{App, Result};

/// What holds waiting jobs back at this moment, loaded once for all jobs of an answer.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    positions: HashMap<JobId, u32>,
    pauses: Vec<Pause>,
    /// Batches that hold their jobs back; `true` for one that is being cancelled.
    batches: HashMap<BatchId, bool>,
    recipes: HashMap<RecipeRunId, HeldBack>,
    pub(super) limits: Vec<Limit>,
    pub(super) running: Running,
    pub(super) slots: u32,
    pub(super) account: Account,
}

impl Standing {
    /// Asks only when one of the jobs waits.
    pub(crate) async fn load(app: &App, conn: &mut PgConnection, jobs: &[Job]) -> Result<Self> {
        let waiting: Vec<JobId> = jobs.iter().filter(|job| waits(job)).map(|job| job.id).collect();
        if waiting.is_empty() {
            return Ok(Self::default());
        }
        let mut batches: Vec<BatchId> = jobs
            .iter()
            .filter(|job| waits(job))
            .filter_map(|job| job.batch_id)
            .collect();
        batches.sort_unstable();
        batches.dedup();
        Ok(Self {
            recipes: runs::list_holding_back(conn, &runs_of(jobs)).await?,
            batches: batches::list_holding_back(conn, &batches).await?.into_iter().collect(),
            positions: generation::list_positions(conn, &waiting).await?,
            pauses: queue::list_pauses(conn).await?,
            limits: queue::list_limits(conn).await?,
            running: queue::count_running(conn).await?,
            slots: app.config.job_slots,
            account: provider::find(conn).await?,
        })
    }

    /// How many of its owner's jobs go before it.
    pub(crate) fn position(&self, job: &Job) -> Option<u32> {
        self.positions.get(&job.id).copied()
    }

    /// The first reason that applies, widest first.
    pub(crate) fn reason(&self, job: &Job, now: DateTime<Utc>) -> Option<Waiting> {
        if job.status != JobStatus::Pending {
            return None;
        }
        let held_back = waits(job).then(|| {
            self.paused(job)
                .or_else(|| backing_off(job, now))
                .or_else(|| self.limited(job))
                .or_else(|| self.held_by_provider())
        });
        held_back.flatten().or_else(|| Some(self.in_line(job)))
    }

    /// A person holds it back, and nobody knows for how long.
    pub(super) fn is_paused(&self, job: &Job) -> bool {
        waits(job) && self.paused(job).is_some()
    }

    fn paused(&self, job: &Job) -> Option<Waiting> {
        let find = |scope: &Scope| self.pauses.iter().find(|pause| pause.scope == *scope);
        let scopes = [
            (Scope::Everything, "all_paused", "All generation is paused"),
            (
                Scope::Model(job.model_id.clone()),
                "model_paused",
                "The model is paused",
            ),
            (
                Scope::User(job.user_id),
                "user_paused",
                "An administrator has paused your queue",
            ),
            (Scope::Own(job.user_id), "queue_paused", "Your queue is paused"),
        ];
        let wide = scopes.iter().find_map(|(scope, code, text)| {
            let pause = find(scope)?;
            let message = if pause.reason.is_empty() {
                (*text).to_owned()
            } else {
                format!("{text}: {}", pause.reason)
            };
            Some(waiting(code, message))
        });
        wide.or_else(|| self.held_by_batch(job))
            .or_else(|| self.held_by_recipe(job))
            .or_else(|| job.is_paused.then(|| waiting("paused", "Paused".to_owned())))
    }

    fn held_by_batch(&self, job: &Job) -> Option<Waiting> {
        let is_cancelling = *self.batches.get(&job.batch_id?)?;
        Some(if is_cancelling {
            waiting("batch_cancelling", "Its batch is being cancelled".to_owned())
        } else {
            waiting("batch_paused", "Its batch is paused".to_owned())
        })
    }

    fn held_by_recipe(&self, job: &Job) -> Option<Waiting> {
        if job.batch_id.is_some() {
            // A row of the batch waits for nothing but the batch.
            return None;
        }
        let (code, message) = match self.recipes.get(&job.recipe_run_id?)? {
            HeldBack::Paused => ("recipe_paused", "Its recipe is paused"),
            HeldBack::Cancelling => ("recipe_cancelling", "Its recipe is being cancelled"),
            HeldBack::BatchPaused => ("batch_paused", "Its batch is paused"),
            HeldBack::BatchCancelling => ("batch_cancelling", "Its batch is being cancelled"),
        };
        Some(waiting(code, message.to_owned()))
    }

    fn limited(&self, job: &Job) -> Option<Waiting> {
        self.limits.iter().find_map(|limit| {
            let (code, what, running) = match &limit.scope {
                Scope::User(id) if *id == job.user_id => ("user_limit", "Your limit", self.running.by_user.get(id)),
                Scope::Model(id) if *id == job.model_id => {
                    ("model_limit", "The model's limit", self.running.by_model.get(id))
                }
                _ => return None,
            };
            let (running, most) = (running.copied().unwrap_or(0), limit.max_running);
            (running >= most).then(|| waiting(code, format!("{what} is reached: {running} of {most} jobs run")))
        })
    }

    /// The account bears no more jobs, or the provider asked for a rest. That all slots are taken is another reason.
    fn held_by_provider(&self) -> Option<Waiting> {
        let (account, limit) = (&self.account, self.account.limit.now(self.slots));
        let running = account.running;
        if let Some(until) = account.limit.held(account.now) {
            let message = format!(
                "The provider had too many requests, the next goes there at {} UTC: {running} of {limit} jobs run there",
                until.format("%H:%M:%S")
            );
            return Some(Waiting {
                until: Some(until),
                ..waiting("provider_limit", message)
            });
        }
        let is_full = limit < self.slots && running >= limit;
        is_full.then(|| {
            let message = format!("The provider takes no more at a time: {running} of {limit} jobs run there");
            waiting("provider_limit", message)
        })
    }

    fn in_line(&self, job: &Job) -> Waiting {
        let whose = match (job.batch_id, job.recipe_run_id) {
            (Some(_), _) => "its batch",
            (None, Some(_)) => "its recipe",
            (None, None) => "yours",
        };
        let message = match self.position(job) {
            Some(ahead @ 1..) => format!("Waits for a free slot, {ahead} of {whose} ahead"),
            Some(0) | None => format!("Next of {whose}"),
        };
        waiting("slot", message)
    }
}

/// The runs of recipes that waiting jobs belong to, each once.
fn runs_of(jobs: &[Job]) -> Vec<RecipeRunId> {
    let waiting = jobs.iter().filter(|job| waits(job));
    let mut runs: Vec<RecipeRunId> = waiting.filter_map(|job| job.recipe_run_id).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

pub(super) fn waits(job: &Job) -> bool {
    job.status == JobStatus::Pending && job.released_at.is_none()
}

pub(super) fn backing_off(job: &Job, now: DateTime<Utc>) -> Option<Waiting> {
    // The database's clock may be ahead of ours, so the time alone says little: a job that no worker ever had does not
    // back off, and a back-off is later than the change that ordered it.
    let ordered = job.release_no > 0 && job.next_attempt_at > job.updated_at;
    let at = Some(job.next_attempt_at).filter(|at| ordered && *at > now)?;
    let reason = job.error_message.as_deref().unwrap_or("the provider asked to wait");
    Some(Waiting {
        until: Some(at),
        ..waiting(
            "back_off",
            format!("Tries again at {} UTC: {reason}", at.format("%H:%M:%S")),
        )
    })
}

fn waiting(code: &'static str, message: String) -> Waiting {
    Waiting {
        code,
        message,
        until: None,
    }
}
