//! Asking the plugin what to do next, and committing to it.

use std::time::Duration;

use serde_json::Value;
use studio_db::attempts::{self, Attempt, NewAttempt};
use studio_db::generation::held::{self, Resume};
use studio_db::generation::{Job, call};
use studio_fal_client::UploadFile;
use studio_model::{AttemptId, Phase};
use studio_plugin_host::{
    Answer, Call, CallError, FaultKind, ModelHandle, PluginError, ProviderOutput, Refusal, Step as PluginStep,
    substitute_inputs,
};
use studio_storage::ObjectKey;
use tokio::time::Instant;
use uuid::Uuid;

use super::{Interrupt, Step, Work, policy, still_held};
use crate::generation::{StoredInput, plugin_job};
use crate::models::find_pinned;
use crate::{Error, Result as AppResult};

impl Work {
    /// Plans the next call and makes it, or stores the finished result.
    pub(super) async fn plan(&self, job: &Job) -> Step {
        let done = match (job.release_no, job.phase) {
            // Nobody has had it before.
            (1, None) => None,
            _ => attempts::find_last_succeeded(&mut *self.app.db.acquire().await?, job.id, job.round).await?,
        };
        // A paid result is kept even when its owner has cancelled meanwhile.
        if job.cancel_requested_at.is_some() && done.is_none() {
            return self.end_cancelled(job).await;
        }
        if done.is_some() && job.phase.is_none() {
            // A stored result whose reading is tried again: without a call, no other step would say that the job is at work.
            let mut conn = self.app.db.acquire().await?;
            still_held(held::set_phase(&mut conn, self.hold, Phase::Planning).await?)?;
        }
        self.go_on(job, done).await
    }

    /// Asks the plugin for the next step, after the last call whose result is stored.
    pub(super) async fn go_on(&self, job: &Job, done: Option<Attempt>) -> Step {
        let Some(handle) = self.plugin(job).await? else {
            return self
                .fail(
                    job,
                    "plugin_gone",
                    "The plugin version of this job is no longer installed.",
                )
                .await;
        };
        match self.ask(&handle, job, done.as_ref()).await {
            Ok(PluginStep::Call(call)) => self.call(job, call, done.map_or(0, |attempt| attempt.step + 1)).await,
            Ok(PluginStep::Done(outputs)) => match done {
                Some(attempt) => self.ingest(job, &handle, &attempt, outputs).await,
                None => {
                    self.fail(
                        job,
                        "plugin_error",
                        "The plugin gave a result without asking the provider.",
                    )
                    .await
                }
            },
            Err(error) => self.declined(job, error).await,
        }
    }

    async fn plugin(&self, job: &Job) -> AppResult<Option<ModelHandle>> {
        find_pinned(&self.app, &job.model_id, &hex::encode(job.plugin_digest)).await
    }

    async fn ask(&self, handle: &ModelHandle, job: &Job, done: Option<&Attempt>) -> Result<PluginStep, CallError> {
        let (plugin_job, _) = plugin_job(job).map_err(|error| PluginError::Internal(error.to_string()))?;
        match done {
            None => handle.start(&plugin_job).await,
            Some(attempt) => {
                let body = attempt.output.as_ref().map(Value::to_string).unwrap_or_default();
                let answer = Answer::Output(ProviderOutput {
                    body,
                    billable_units: attempt.billable_units,
                });
                handle.resume(&plugin_job, &attempt.plugin_state, &answer).await
            }
        }
    }

    /// Lets the plugin say what a final refusal of the model means for the user.
    pub(super) async fn explain(&self, job: &Job, attempt: &Attempt, refusal: Refusal) -> Step {
        let Some(handle) = self.plugin(job).await? else {
            return self.fail(job, "rejected", &refusal.body).await;
        };
        let (plugin_job, _) = plugin_job(job)?;
        match handle
            .resume(&plugin_job, &attempt.plugin_state, &Answer::Refusal(refusal))
            .await
        {
            Err(error) => self.declined(job, error).await,
            Ok(_) => {
                self.fail(
                    job,
                    "plugin_error",
                    "The plugin took a refusal of the provider for a result.",
                )
                .await
            }
        }
    }

    /// The plugin said no, or broke.
    async fn declined(&self, job: &Job, error: CallError) -> Step {
        match error {
            CallError::Declined(PluginError::InvalidInput(errors)) => {
                let lines: Vec<String> = errors
                    .into_iter()
                    .map(|error| format!("{}: {}", error.field, error.message))
                    .collect();
                self.fail(job, "invalid_input", &lines.join("; ")).await
            }
            CallError::Declined(PluginError::Rejected(text)) => self.fail(job, "rejected", &text).await,
            CallError::Declined(PluginError::Unsupported(text)) => self.fail(job, "unsupported", &text).await,
            CallError::Declined(PluginError::RateLimited { retry_after_ms }) => {
                self.hand_back(
                    Resume::Wait(Duration::from_millis(retry_after_ms)),
                    Some("the provider asked to wait"),
                )
                .await
            }
            CallError::Declined(PluginError::Unavailable(text)) => self.retry_or_fail(job, "unavailable", &text).await,
            CallError::Declined(PluginError::Internal(text)) => {
                tracing::error!(plugin.error = %text, "the plugin could not make sense of the job");
                self.fail(
                    job,
                    "plugin_error",
                    "The plugin could not make sense of the job or its answer.",
                )
                .await
            }
            // A busy machine can cause this one.
            CallError::Fault(fault) if matches!(fault.kind, FaultKind::Deadline(_)) => {
                self.retry_or_fail(job, "plugin_fault", &fault.to_string()).await
            }
            CallError::Fault(fault) => {
                tracing::error!(%fault, "the plugin broke");
                self.fail(job, "plugin_fault", &fault.to_string()).await
            }
        }
    }

    pub(super) async fn retry_or_fail(&self, job: &Job, code: &str, message: &str) -> Step {
        match policy::retry(&self.retries(job).await?, job.retry_count) {
            Some(pause) => self.hand_back(Resume::Retry(pause), Some(message)).await,
            None => self.fail(job, code, message).await,
        }
    }

    /// Commits to the call, then makes it.
    async fn call(&self, job: &Job, planned: Call, step: i32) -> Step {
        let (_, inputs) = plugin_job(job)?;
        let is_new = job.phase.is_none();
        if is_new && !inputs.is_empty() {
            // Sending pictures takes a while.
            let mut conn = self.app.db.acquire().await?;
            still_held(held::set_phase(&mut conn, self.hold, Phase::Planning).await?)?;
        }
        let urls = match self.provide_inputs(&inputs).await? {
            Ok(urls) => urls,
            Err(message) => return self.retry_or_fail(job, "upload_failed", &message).await,
        };
        let input = substitute_inputs(&planned.input, &urls).map_err(|error| Interrupt::App(Error::internal(error)))?;
        let notes = added(&job.notes, &planned.notes);
        let attempt = NewAttempt {
            id: AttemptId(self.app.clock.new_id()),
            job_id: job.id,
            round: job.round,
            step,
            label: planned.label,
            token: Uuid::new_v4(),
            endpoint: planned.endpoint,
            input,
            plugin_state: planned.state,
        };
        if is_new {
            still_held(call::commit(&mut *self.app.db.acquire().await?, self.hold, &notes, &attempt).await?)?;
        } else {
            let mut tx = self.app.db.begin().await?;
            // The phase may still be that of the call before, which is no way to the next one.
            still_held(held::set_phase(&mut tx, self.hold, Phase::Planning).await?)?;
            still_held(call::commit(&mut tx, self.hold, &notes, &attempt).await?)?;
            tx.commit().await?;
        }
        let committed = Instant::now();
        let job = Job { notes, ..job.clone() };
        self.send(&job, &attempt, planned.start_timeout_ms, committed).await
    }

    /// Puts the job's source pictures where the provider can read them. Costs nothing, so it may happen twice.
    async fn provide_inputs(&self, inputs: &[StoredInput]) -> Result<Result<Vec<String>, String>, Interrupt> {
        let mut urls = Vec::with_capacity(inputs.len());
        for input in inputs {
            let file = UploadFile {
                bytes: self.read_input(input).await?,
                content_type: input.image.content_type.clone(),
                file_name: file_name(&input.object),
                lifetime: None,
            };
            let uploaded = self.app.fal.upload(file).await;
            match uploaded {
                Ok(url) => urls.push(url.to_string()),
                Err(error) => {
                    return Ok(Err(format!(
                        "the source picture could not be sent to the provider: {error}"
                    )));
                }
            }
        }
        Ok(Ok(urls))
    }

    async fn read_input(&self, input: &StoredInput) -> AppResult<bytes::Bytes> {
        let key = ObjectKey::parse(&input.object)
            .ok_or_else(|| Error::internal(anyhow::anyhow!("{} is no key", input.object)))?;
        let object = self.app.store.get(&key, None).await?;
        let object = object.ok_or_else(|| Error::internal(anyhow::anyhow!("the source picture {key} is gone")))?;
        Ok(object.bytes().await?)
    }
}

/// The notes with those that are new, each once, in the order in which they came.
pub(super) fn added(notes: &[String], more: &[String]) -> Vec<String> {
    let mut all = notes.to_vec();
    for note in more {
        if !all.contains(note) {
            all.push(note.clone());
        }
    }
    all
}

fn file_name(object: &str) -> String {
    object.rsplit('/').next().unwrap_or("picture").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_added_once_and_stay_in_order() {
        let of = |notes: &[&str]| notes.iter().map(|note| (*note).to_owned()).collect::<Vec<_>>();
        let all = added(&of(&["b", "a"]), &of(&["a", "c", "c"]));
        assert_eq!(all, of(&["b", "a", "c"]));
    }
}
