//! A model ready to be asked. A bounded number of calls run at a time.
//!
//! A call takes some 50 µs as a rule, and handing it to another thread would take as much again. So it runs where it is awaited, as
//! long as it is quick; after two ticks of the engine's clock (5 to 10 ms) it gives way, and goes on, until its deadline, on a thread
//! where it holds up nobody.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use futures::executor::block_on;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::bindings::types as wit;
use crate::error::{CallError, FaultKind, GuestFault};
use crate::instance::GuestCall;
use crate::job::{FieldError, Job, JobRequest};
use crate::loaded::{LoadedModel, LoadedPlugin};
use crate::manifest::{Model, ModelInfo, PluginIdentity};
use crate::plan::{Answer, PluginError, Price, Step};
use crate::validate::validate;
use crate::vet;

/// Jobs that [`ModelHandle::estimate_many`] handles before it lets others have a turn.
const JOBS_PER_TURN: usize = 100;

/// One model of one exact plugin version. Cheap to clone; keeps the plugin alive.
#[derive(Clone)]
pub struct ModelHandle {
    plugin: Arc<LoadedPlugin>,
    index: usize,
    turns: Arc<Semaphore>,
}

impl ModelHandle {
    pub(crate) fn new(plugin: Arc<LoadedPlugin>, index: usize, turns: Arc<Semaphore>) -> Self {
        Self { plugin, index, turns }
    }

    /// The model as its plugin describes it.
    pub fn model(&self) -> &Model {
        &self.loaded().model
    }

    /// The plugin version that this handle is pinned to.
    pub fn plugin(&self) -> &PluginIdentity {
        &self.plugin.identity
    }

    /// Description, plugin and defaults in one value.
    pub fn info(&self) -> ModelInfo {
        self.plugin.info(self.index)
    }

    /// Checks a request and fills in defaults. Runs no plugin code and takes microseconds.
    ///
    /// # Errors
    /// Every complaint there is, each naming its field and what is allowed.
    pub fn validate(&self, request: &JobRequest) -> Result<Job, Vec<FieldError>> {
        let LoadedModel { model, schema, .. } = self.loaded();
        validate(model, schema, request)
    }

    /// What the job will cost.
    ///
    /// # Errors
    /// [`CallError::Declined`] when the plugin refuses the job, [`CallError::Fault`] when the plugin broke.
    pub async fn estimate(&self, job: &Job) -> Result<Price, CallError> {
        let (handle, job) = (self.clone(), wit::Job::from(job));
        self.in_turn(async move { handle.ask_estimate(&job).await }).await
    }

    /// What each of many jobs will cost, in their order. For forecasts: many jobs share a turn and a thread.
    pub async fn estimate_many(&self, jobs: &[Job]) -> Vec<Result<Price, CallError>> {
        let mut prices = Vec::with_capacity(jobs.len());
        for chunk in jobs.chunks(JOBS_PER_TURN) {
            let (handle, chunk) = (self.clone(), chunk.iter().map(wit::Job::from).collect::<Vec<_>>());
            let turn = self.turn().await;
            let estimates = async move {
                let _turn = turn;
                let mut prices = Vec::with_capacity(chunk.len());
                for job in &chunk {
                    prices.push(handle.ask_estimate(job).await);
                }
                prices
            };
            prices.extend(on_blocking_thread(estimates).await);
        }
        prices
    }

    /// The first step of a job.
    ///
    /// # Errors
    /// As for [`Self::estimate`].
    pub async fn start(&self, job: &Job) -> Result<Step, CallError> {
        let (handle, job) = (self.clone(), wit::Job::from(job));
        self.in_turn(async move { handle.ask_start(&job).await }).await
    }

    /// The step after a call: `state` is what the call carried, `answer` what came back.
    ///
    /// # Errors
    /// As for [`Self::estimate`].
    pub async fn resume(&self, job: &Job, state: &[u8], answer: &Answer) -> Result<Step, CallError> {
        let (handle, job) = (self.clone(), wit::Job::from(job));
        let (state, answer) = (state.to_vec(), answer.into());
        self.in_turn(async move { handle.ask_resume(&job, &state, &answer).await })
            .await
    }

    fn loaded(&self) -> &LoadedModel {
        &self.plugin.models[self.index]
    }

    async fn turn(&self) -> OwnedSemaphorePermit {
        let turns = Arc::clone(&self.turns);
        turns.acquire_owned().await.expect("the semaphore is never closed")
    }

    /// Waits for a turn, then runs `call` here while it is quick, and elsewhere after that.
    async fn in_turn<T: Send + 'static>(&self, call: impl Future<Output = T> + Send + 'static) -> T {
        let turn = self.turn().await;
        let mut call = Box::pin(async move {
            let _turn = turn;
            call.await
        });
        let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
        match first {
            Poll::Ready(result) => result,
            Poll::Pending => on_blocking_thread(call).await,
        }
    }

    async fn ask_estimate(&self, job: &wit::Job) -> Result<Price, CallError> {
        let mut call = self.begin("estimate").await?;
        let answer = call.exports.call_estimate(&mut call.store, job).await;
        let price = self.accept("estimate", call.end(answer)?)?.into();
        vet::price(&price).map_err(|kind| self.fault("estimate", kind))?;
        Ok(price)
    }

    async fn ask_start(&self, job: &wit::Job) -> Result<Step, CallError> {
        let mut call = self.begin("start").await?;
        let answer = call.exports.call_start(&mut call.store, job).await;
        self.accept_step("start", call.end(answer)?)
    }

    async fn ask_resume(&self, job: &wit::Job, state: &[u8], answer: &wit::Answer) -> Result<Step, CallError> {
        let mut call = self.begin("resume").await?;
        let answer = call.exports.call_resume(&mut call.store, job, state, answer).await;
        self.accept_step("resume", call.end(answer)?)
    }

    async fn begin(&self, export: &'static str) -> Result<GuestCall<'_>, GuestFault> {
        self.plugin.guest.begin(&self.plugin.identity.id, export).await
    }

    fn accept_step(&self, export: &'static str, answer: Result<wit::Step, wit::Error>) -> Result<Step, CallError> {
        let step = Step::try_from(self.accept(export, answer)?)
            .map_err(|problem| self.fault(export, FaultKind::Malformed(problem)))?;
        vet::step(self.model(), &step).map_err(|kind| self.fault(export, kind))?;
        Ok(step)
    }

    fn accept<T>(&self, export: &'static str, answer: Result<T, wit::Error>) -> Result<T, CallError> {
        let declined = match answer {
            Ok(value) => return Ok(value),
            Err(error) => PluginError::from(error),
        };
        vet::error(&declined).map_err(|kind| self.fault(export, kind))?;
        Err(CallError::Declined(declined))
    }

    fn fault(&self, export: &'static str, kind: FaultKind) -> GuestFault {
        GuestFault {
            plugin: self.plugin.identity.id.clone(),
            export,
            kind,
        }
    }
}

/// Runs `call` to its end on a thread that serves nobody else. It waits for nothing but its guest.
async fn on_blocking_thread<T: Send + 'static>(call: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::task::spawn_blocking(move || block_on(call)).await {
        Ok(result) => result,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

impl std::fmt::Debug for ModelHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelHandle")
            .field("model", &self.model().id)
            .field("plugin", self.plugin())
            .finish()
    }
}
