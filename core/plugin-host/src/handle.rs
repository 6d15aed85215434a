//! A model ready to be asked. Calls run on blocking threads, a bounded number at a time.
//!
//! A guest may use its whole deadline, so it must not run on a thread that serves others. Handing a call to a blocking thread costs
//! some 45 µs of 170 µs (development build); wasmtime's own async calls would save part of that, but let a runaway hold a serving
//! thread for an epoch at a time, and a fiber stack for each call besides.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::bindings::types as wit;
use crate::error::{CallError, FaultKind, GuestFault};
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
        let job = wit::Job::from(job);
        self.on_blocking_thread(move |handle| handle.estimate_blocking(&job))
            .await
    }

    /// What each of many jobs will cost, in their order. For forecasts: many jobs share a turn and a thread.
    /// What each of many jobs will cost, in their order. For forecasts: many jobs share a turn and a thread.
    pub async fn estimate_many(&self, jobs: &[Job]) -> Vec<Result<Price, CallError>> {
        let mut prices = Vec::with_capacity(jobs.len());
        for chunk in jobs.chunks(JOBS_PER_TURN) {
            let chunk: Vec<_> = chunk.iter().map(wit::Job::from).collect();
            let estimate =
                move |handle: &Self| -> Vec<_> { chunk.iter().map(|job| handle.estimate_blocking(job)).collect() };
            prices.extend(self.on_blocking_thread(estimate).await);
        }
        prices
    }

    /// The first step of a job.
    ///
    /// # Errors
    /// As for [`Self::estimate`].
    pub async fn start(&self, job: &Job) -> Result<Step, CallError> {
        let job = wit::Job::from(job);
        self.on_blocking_thread(move |handle| handle.start_blocking(&job)).await
    }

    /// The step after a call: `state` is what the call carried, `answer` what came back.
    ///
    /// # Errors
    /// As for [`Self::estimate`].
    pub async fn resume(&self, job: &Job, state: &[u8], answer: &Answer) -> Result<Step, CallError> {
        let (job, state, answer) = (wit::Job::from(job), state.to_vec(), answer.into());
        self.on_blocking_thread(move |handle| handle.resume_blocking(&job, &state, &answer))
            .await
    }

    fn loaded(&self) -> &LoadedModel {
        &self.plugin.models[self.index]
    }

    /// Waits for a turn, then runs `work` where blocking is allowed.
    async fn on_blocking_thread<T: Send + 'static>(&self, work: impl FnOnce(&Self) -> T + Send + 'static) -> T {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let handle = self.clone();
        let running = tokio::task::spawn_blocking(move || {
            let result = work(&handle);
            drop(turn);
            result
        });
        match running.await {
            Ok(result) => result,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    fn estimate_blocking(&self, job: &wit::Job) -> Result<Price, CallError> {
        let plugin = &self.plugin;
        let answer = plugin.guest.call(&plugin.identity.id, "estimate", |guest, store| {
            guest.call_estimate(store, job)
        })?;
        let price = self.accept("estimate", answer)?.into();
        vet::price(&price).map_err(|kind| self.fault("estimate", kind))?;
        Ok(price)
    }

    fn start_blocking(&self, job: &wit::Job) -> Result<Step, CallError> {
        let plugin = &self.plugin;
        let answer = plugin.guest.call(&plugin.identity.id, "start", |guest, store| {
            guest.call_start(store, job)
        })?;
        self.accept_step("start", answer)
    }

    fn resume_blocking(&self, job: &wit::Job, state: &[u8], answer: &wit::Answer) -> Result<Step, CallError> {
        let plugin = &self.plugin;
        let answer = plugin.guest.call(&plugin.identity.id, "resume", |guest, store| {
            guest.call_resume(store, job, state, answer)
        })?;
        self.accept_step("resume", answer)
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

impl std::fmt::Debug for ModelHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelHandle")
            .field("model", &self.model().id)
            .field("plugin", self.plugin())
            .finish()
    }
}
