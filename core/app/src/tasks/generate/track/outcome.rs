//! What is done about a request that has ended: its result is stored, or the job's fate decided.

use serde_json::{Value, json};
use studio_db::attempts::{self, Attempt};
use studio_db::generation;
use studio_db::generation::held::Resume;
use studio_fal_client::{Kind, Output, ProviderError, ResultOutcome};
use studio_model::AttemptState;
use studio_plugin_host::Refusal;

use super::Track;
use crate::tasks::generate::policy::{self, Decision};
use crate::tasks::generate::{Interrupt, Next, Step};

/// Results that cannot be read are asked for this often before the job fails.
const BAD_RESULTS: u32 = 8;

impl Track<'_> {
    /// The request has ended: stores its result, or decides about its failure. `None`: ask again.
    pub(super) async fn fetch(&mut self) -> Result<Option<Next>, Interrupt> {
        match self.work.app.fal.result(&self.response_url).await {
            Ok(ResultOutcome::Output(output)) => self.keep(output).await.map(Some),
            Ok(ResultOutcome::NotFinished) => Ok(None),
            Ok(ResultOutcome::Gone) => self.gone().await.map(Some),
            Ok(ResultOutcome::ModelError(error)) => self.model_failed(&error).await.map(Some),
            Err(error) => self.unreadable(&error).await,
        }
    }

    /// The paid result, as it came.
    async fn keep(&self, output: Output) -> Step {
        let work = self.work;
        let units = output.billable_units.map(|units| {
            #[expect(clippy::cast_precision_loss, reason = "units of one request are small")]
            let nano = units.nano_units as f64;
            nano / 1e9
        });
        // The result is ours whoever has the job now. Whether that is us shows when it ends, or makes its next call.
        let mut conn = work.app.db.acquire().await?;
        let ended_at = match attempts::set_succeeded(&mut conn, self.attempt.id, &output.json, units).await {
            // Another worker has the job and stored it.
            Err(studio_db::Error::AffectedRows { .. }) => return Ok(Next::Again),
            other => other?,
        };
        drop(conn);
        let attempt = Attempt {
            state: AttemptState::Succeeded,
            output: Some(output.json),
            billable_units: units,
            ended_at: Some(ended_at),
            ..self.attempt.clone()
        };
        Ok(Next::Read(Box::new((self.job.clone(), attempt))))
    }

    async fn model_failed(&self, error: &ProviderError) -> Step {
        let work = self.work;
        let now = generation::find(&mut *work.app.db.acquire().await?, self.job.id).await?;
        if now.is_some_and(|job| job.cancel_requested_at.is_some()) {
            return work.end_cancelled(&self.job).await;
        }
        work.heed_limit(&self.job, error).await;
        let why = error.to_string();
        match policy::after_failure(&work.retries(&self.job).await?, error, self.job.retry_count) {
            Decision::Retry(pause) => work.hand_back(Resume::Retry(pause), Some(&why)).await,
            Decision::Wait(pause) => work.hand_back(Resume::Wait(pause), Some(&why)).await,
            // Somebody cancelled it at the provider.
            Decision::Cancelled => {
                let message = "The provider cancelled the request.";
                work.fail_with(&self.job, AttemptState::Cancelled, "cancelled_at_provider", message)
                    .await
            }
            Decision::Fail => work.explain(&self.job, &self.attempt, refusal(error)).await,
        }
    }

    async fn unreadable(&mut self, error: &studio_fal_client::Error) -> Result<Option<Next>, Interrupt> {
        self.bad_results += 1;
        tracing::warn!(%error, tries = self.bad_results, "the result cannot be read; asking again");
        if self.bad_results < BAD_RESULTS || matches!(error, studio_fal_client::Error::Transport(_)) {
            return Ok(None);
        }
        self.work
            .fail(&self.job, "bad_result", "The provider's result cannot be read.")
            .await
            .map(Some)
    }

    pub(super) async fn gone(&self) -> Step {
        if self.cancel_sent {
            return self.work.end_cancelled(&self.job).await;
        }
        self.work
            .fail(
                &self.job,
                "result_expired",
                "The provider no longer has the result of this request.",
            )
            .await
    }
}

/// The provider's spelling of a dotted path.
fn location(path: &str) -> Vec<&str> {
    std::iter::once("body")
        .chain(path.split('.').filter(|part| !part.is_empty()))
        .collect()
}

/// The provider's error in the shape that its own bodies have.
fn refusal(error: &ProviderError) -> Refusal {
    let detail = match &error.kind {
        Kind::InvalidInput { fields } if !fields.is_empty() => {
            let items = fields
                .iter()
                .map(|field| json!({"loc": location(&field.field), "msg": field.message.as_str(), "type": field.code}));
            Value::Array(items.collect())
        }
        Kind::ContentPolicy => {
            json!([{"loc": ["body", "prompt"], "msg": error.message.as_str(), "type": "content_policy_violation"}])
        }
        _ => Value::from(error.message.as_str()),
    };
    Refusal {
        status: error.status.clamp(400, 599),
        body: json!({ "detail": detail }).to_string(),
    }
}
