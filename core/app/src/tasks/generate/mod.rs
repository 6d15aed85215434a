//! `generate`: takes a stored job through plan, call, follow, store.
//!
//! Safe to run any number of times: every step first commits what it is about to do or what it has learnt, so whoever takes the job
//! next goes on from there. A provider call is preceded by its attempt row; a call whose outcome is not known is settled
//! ([`settle`]) before another may be made; a result is stored as it came before anything is made of it; pictures go to keys
//! that derive from the job.
//!
//! What a newcomer gets wrong: a step never assumes that it still holds the job. It checks by [`Hold`] inside the transaction, and
//! [`Interrupt::Lost`] means stop, not retry.

mod content;
mod end;
mod ingest;
mod plan;
mod policy;
mod progress;
mod send;
mod settle;
mod store;
mod track;

use std::time::Duration;

use async_trait::async_trait;
use studio_db::attempts::{self, Attempt};
use studio_db::events::{self, Event};
use studio_db::generation::held::{Hold, Resume, hand_back};
use studio_db::generation::{self, Job};
use studio_db::retry_policies;
use studio_jobs::{Claim, Executor};
use studio_model::{AttemptState, JobId, JobStatus, Phase, RetryPolicy};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

pub(crate) use send::acceptance_of;

use crate::provider::learn::Accepted;
use crate::{App, Error};

/// A job that its workers died of this often is not tried again.
const CRASH_CAP: i32 = 5;

/// The same for one whose request the provider took: it is paid for, and more likely among those that some other job took along.
const PAID_CRASH_CAP: i32 = 25;

/// Runs jobs of `generation_queue`.
pub struct Generate {
    app: App,
    accepted: Accepted,
}

impl Generate {
    /// An executor for the engine, which counts the requests that the provider takes.
    #[must_use]
    pub(crate) fn new(app: App, accepted: Accepted) -> Self {
        Self { app, accepted }
    }
}

/// One job in the hands of this worker.
struct Work {
    app: App,
    accepted: Accepted,
    hold: Hold,
    stop: CancellationToken,
}

/// How a step ended.
enum Next {
    /// Look at the job again.
    Again,
    /// The provider took a call.
    Follow(Box<Following>),
    /// The result of this call is stored.
    Read(Box<(Job, Attempt)>),
    /// It has ended or was handed back.
    Left,
}

/// A call that the provider took.
struct Following {
    /// The job as it was when that was written down.
    job: Job,
    attempt: Attempt,
    /// What has happened to jobs since before that.
    events: broadcast::Receiver<Event>,
}

/// Why a step did not end.
#[derive(Debug, thiserror::Error)]
enum Interrupt {
    /// Somebody else has the job now.
    #[error("the job was taken away")]
    Lost,
    /// Something failed that is not the job's fault.
    #[error(transparent)]
    App(#[from] Error),
}

type Step = Result<Next, Interrupt>;

impl From<studio_db::Error> for Interrupt {
    fn from(error: studio_db::Error) -> Self {
        Self::App(error.into())
    }
}

impl From<sqlx::Error> for Interrupt {
    fn from(error: sqlx::Error) -> Self {
        Self::App(error.into())
    }
}

/// Turns the answer of a fenced statement into an interrupt.
fn still_held(held: bool) -> Result<(), Interrupt> {
    if held { Ok(()) } else { Err(Interrupt::Lost) }
}

#[async_trait]
impl Executor for Generate {
    #[tracing::instrument(name = "job.generate", skip_all, fields(job.id = %claim.job_id))]
    async fn run(&self, claim: Claim, stop: CancellationToken) {
        let hold = Hold {
            job_id: JobId(claim.job_id),
            release_no: claim.release_no,
        };
        let work = Work {
            app: self.app.clone(),
            accepted: self.accepted.clone(),
            hold,
            stop,
        };
        match work.drive().await {
            Ok(()) => (),
            Err(Interrupt::Lost) => tracing::info!("the job was taken away"),
            Err(Interrupt::App(error)) => work.give_up_for_now(&error).await,
        }
        self.app.live.changed();
    }
}

impl Work {
    async fn drive(&self) -> Result<(), Interrupt> {
        let mut next = Next::Again;
        loop {
            next = match next {
                Next::Again => self.step(&self.load().await?).await?,
                Next::Follow(following) => self.follow(*following).await?,
                Next::Read(_) if self.stop.is_cancelled() => Next::Again,
                Next::Read(read) => {
                    let (job, attempt) = *read;
                    self.go_on(&job, Some(attempt)).await?
                }
                Next::Left => return Ok(()),
            };
        }
    }

    /// The job as it is now, if we still have it.
    async fn load(&self) -> Result<Job, Interrupt> {
        let job = generation::find(&mut *self.app.db.acquire().await?, self.hold.job_id).await?;
        job.filter(|job| job.release_no == self.hold.release_no)
            .ok_or(Interrupt::Lost)
    }

    async fn step(&self, job: &Job) -> Step {
        if job.crash_count >= CRASH_CAP && job.crash_count >= self.crash_cap(job).await? {
            let times = job.crash_count;
            let message = format!("Workers stopped unexpectedly {times} times while they had this job.");
            return self.fail(job, "crashed", &message).await;
        }
        if self.stop.is_cancelled() {
            return self.hand_back(Resume::Later(Duration::ZERO), None).await;
        }
        match (job.status, job.phase) {
            (JobStatus::Pending, _) | (_, Some(Phase::Planning | Phase::Ingesting)) => self.plan(job).await,
            (_, Some(Phase::Submitting)) => self.recover_submit(job).await,
            (_, Some(Phase::Unknown)) => self.settle(job).await,
            (_, Some(Phase::Submitted | Phase::Running)) => self.track(job).await,
            (_, None) => Err(Interrupt::Lost),
        }
    }

    /// How many of its workers may die before the job is given up.
    async fn crash_cap(&self, job: &Job) -> Result<i32, Interrupt> {
        let last = attempts::find_last(&mut *self.app.db.acquire().await?, job.id, job.round).await?;
        let is_paid = last.is_some_and(|call| matches!(call.state, AttemptState::Accepted | AttemptState::Succeeded));
        Ok(if is_paid { PAID_CRASH_CAP } else { CRASH_CAP })
    }

    /// Gives the job back to admission and tells its owner. One that starts again has no call at the provider any more.
    async fn hand_back(&self, resume: Resume, why: Option<&str>) -> Step {
        let mut tx = self.app.db.begin().await?;
        still_held(hand_back(&mut tx, self.hold, resume, why).await?)?;
        if matches!(resume, Resume::Retry(_) | Resume::Wait(_)) {
            attempts::end_accepted(&mut tx, self.hold.job_id, why.unwrap_or("ended without a result")).await?;
        }
        self.tell(&mut tx).await?;
        tx.commit().await?;
        Ok(Next::Left)
    }

    /// How often jobs of this one's plugin are tried again.
    async fn retries(&self, job: &Job) -> Result<RetryPolicy, Interrupt> {
        let set = retry_policies::find_by_digest(&mut *self.app.db.acquire().await?, &job.plugin_digest).await?;
        Ok(set.unwrap_or_default())
    }

    /// Adds the event that the job changed.
    async fn tell(&self, conn: &mut studio_db::PgConnection) -> Result<(), Interrupt> {
        Ok(events::insert_for_job(conn, self.hold.job_id).await?)
    }

    /// Nothing of the job's own failed: try the same step again soon. When even that cannot be written the lease runs out.
    async fn give_up_for_now(&self, error: &Error) {
        tracing::warn!(error = %crate::error::chain(error), "the job's step did not end and is tried again");
        let later = Resume::Later(policy::TROUBLE_PAUSE);
        if let Err(error) = self.hand_back(later, None).await {
            tracing::debug!(%error, "the job's lease will run out");
        }
    }

    /// The latest call of the job's round. The phases after planning have one, by the schema.
    async fn last_attempt(&self, job: &Job) -> Result<Attempt, Interrupt> {
        let last = attempts::find_last(&mut *self.app.db.acquire().await?, job.id, job.round).await?;
        last.ok_or_else(|| {
            Interrupt::App(Error::internal(anyhow::anyhow!(
                "job {} has no attempt in {:?}",
                job.id,
                job.phase
            )))
        })
    }
}
