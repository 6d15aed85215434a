//! The loops of one process: admission, workers, leases, rescue.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt as _;
use sqlx::PgPool;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::adapter::{self, Handle};
use crate::admission::{self, Admitted};
use crate::{Claim, LEASE_RENEWAL, Result, Slots, Wake, claim, rescue};

/// How long running jobs get to reach a safe point when the process stops.
const STOP_PATIENCE: Duration = Duration::from_secs(20);

/// How often a stopping process looks whether its jobs are done.
const STOP_TICK: Duration = Duration::from_millis(100);

/// From one admission that released something to the next, so that jobs that end at about the same time are replaced by one.
const ADMISSION_PACE: Duration = Duration::from_millis(20);

/// Admission looks again after this time even when nobody wakes it: back-offs end, other processes free slots.
const ADMISSION_POLL: Duration = Duration::from_millis(500);

/// What a job is. The engine brings it a claim; it must end by handing the job back or ending it.
#[async_trait]
pub trait Executor: Send + Sync + 'static {
    /// Works on the job until it ends or must wait. When `stop` fires, hands it back at the next safe point.
    async fn run(&self, claim: Claim, stop: CancellationToken);
}

/// Size and name of this process's part of the engine.
#[derive(Clone, Debug)]
pub struct EngineSettings {
    /// Unique for every start of a process.
    pub owner: String,
    /// Jobs this process works on at a time.
    pub concurrency: usize,
    /// Jobs all processes together work on at a time.
    pub slots: Slots,
}

/// The engine of one process.
pub struct Engine {
    pool: PgPool,
    settings: EngineSettings,
    executor: Arc<dyn Executor>,
    wake: Wake,
    running: Mutex<HashMap<Claim, CancellationToken>>,
    stop: CancellationToken,
}

impl Engine {
    /// An engine that does nothing before [`Engine::run`].
    #[must_use]
    pub fn new(pool: PgPool, settings: EngineSettings, executor: Arc<dyn Executor>, wake: Wake) -> Arc<Self> {
        let (running, stop) = (Mutex::default(), CancellationToken::new());
        Arc::new(Self {
            pool,
            settings,
            executor,
            wake,
            running,
            stop,
        })
    }

    /// Runs until `stop` fires, then until running jobs reached a safe point, at most 20 s.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let handler = Arc::new(Handler(self.clone()));
        let (name, size) = (self.settings.owner.clone(), self.settings.concurrency);
        tokio::join!(
            async {
                stop.cancelled().await;
                self.stop.cancel();
            },
            adapter::run_worker(self.pool.clone(), name, size, handler, self.stop.clone(), STOP_PATIENCE),
            self.admission_loop(),
            self.lease_loop(),
            self.housekeeping_loop(),
        );
    }

    async fn admission_loop(&self) {
        while !self.stop.is_cancelled() {
            let pause = match admission::admit(&self.pool, self.settings.slots).await {
                Ok(Admitted::Released(0)) => ADMISSION_POLL,
                Ok(Admitted::Released(count)) => {
                    tracing::debug!(count, "jobs released");
                    sleep(ADMISSION_PACE).await;
                    Duration::ZERO
                }
                Ok(Admitted::Busy) => Duration::from_millis(20),
                Err(error) => {
                    tracing::warn!(error = %error_chain(&error), "admission failed and is tried again");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = sleep(pause) => (),
                () = self.wake.woken() => (),
                () = self.stop.cancelled() => (),
            }
        }
    }

    /// Renews leases; stops the executors of jobs that were taken away. Goes on while jobs run after a stop.
    async fn lease_loop(&self) {
        let mut tick = interval(LEASE_RENEWAL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut patience = STOP_PATIENCE;
        while !(self.stop.is_cancelled() && (self.running().is_empty() || patience.is_zero())) {
            tokio::select! {
                _ = tick.tick() => (),
                () = self.stop.cancelled() => {
                    sleep(STOP_TICK).await;
                    patience = patience.saturating_sub(STOP_TICK);
                }
            }
            let running: Vec<Claim> = self.running().keys().copied().collect();
            if running.is_empty() {
                continue;
            }
            match claim::renew(&self.pool, &self.settings.owner, &running).await {
                Ok(held) => self.drop_lost(&running, &held),
                Err(error) => tracing::warn!(error = %error_chain(&error), "leases were not renewed"),
            }
        }
    }

    fn drop_lost(&self, before: &[Claim], held: &[Claim]) {
        let running = self.running();
        for (claim, token) in before
            .iter()
            .filter(|claim| !held.contains(claim))
            .filter_map(|claim| running.get_key_value(claim))
        {
            tracing::warn!(job.id = %claim.job_id, "the job is no longer ours");
            token.cancel();
        }
    }

    async fn housekeeping_loop(&self) {
        let mut tick = interval(Duration::from_secs(2));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // After the database was away every lease looks expired: give the living time to renew before judging.
        let mut judge_from = Instant::now();
        loop {
            tokio::select! { _ = tick.tick() => (), () = self.stop.cancelled() => return }
            if Instant::now() < judge_from {
                continue;
            }
            match self.rescue().await {
                Ok(0) => (),
                Ok(_) => self.wake.wake(),
                Err(error) => {
                    tracing::warn!(error = %error_chain(&error), "rescue failed and is tried again");
                    judge_from = Instant::now() + 3 * LEASE_RENEWAL;
                }
            }
        }
    }

    async fn rescue(&self) -> Result<u64> {
        let silent = rescue::rescue_silent(&self.pool).await?;
        if silent > 0 {
            tracing::warn!(count = silent, "jobs of a silent worker were given back");
        }
        Ok(silent + rescue::rescue_unclaimed(&self.pool).await?)
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<Claim, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Claims the job and runs it, whatever becomes of the library's worker that brought it.
    async fn work(&self, claim: Claim) {
        match claim::take(&self.pool, claim, &self.settings.owner).await {
            Ok(true) => (),
            // A doubled or outdated task.
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(error = %error_chain(&error), job.id = %claim.job_id, "the job was not claimed; admission brings it again");
                return;
            }
        }
        let token = self.stop.child_token();
        self.running().insert(claim, token.clone());
        let outcome = AssertUnwindSafe(self.executor.run(claim, token)).catch_unwind().await;
        self.running().remove(&claim);
        if outcome.is_err() {
            tracing::error!(job.id = %claim.job_id, "the job's code panicked");
            if let Err(error) = claim::abandon(&self.pool, claim).await {
                tracing::warn!(error = %error_chain(&error), "the lease will run out instead");
            }
        }
        self.wake.wake();
    }
}

/// Brings the library's tasks to the engine.
struct Handler(Arc<Engine>);

#[async_trait]
impl Handle for Handler {
    /// The job gets a task of its own: the library drops what its worker does when it loses the database.
    async fn handle(&self, claim: Claim) {
        let engine = self.0.clone();
        if tokio::spawn(async move { engine.work(claim).await }).await.is_err() {
            tracing::error!(job.id = %claim.job_id, "the engine panicked; the job's lease will run out");
        }
    }
}

fn error_chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |cause| cause.source())
        .fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
