//! Making a call to which we have committed, and writing down what became of it.

use std::time::Duration;

use studio_db::attempts::{self, Acceptance, NewAttempt};
use studio_db::generation::held::{self, Resume};
use studio_db::generation::{Job, call};
use studio_fal_client::{
    Accepted, EndpointId, Kind, Logs, ProviderError, Refusal, RequestUrls, Retry, Status, SubmitOptions, SubmitOutcome,
};
use studio_model::{AttemptId, AttemptState, JobStatus, Phase};
use tokio::time::{Instant, sleep};

use super::policy::{self, Decision};
use super::{Following, Interrupt, Next, Step, Work, still_held};
use crate::Error;
use crate::provider::learn;

/// A worker that was suspended longer than this between committing and calling does not call: somebody else may have judged the
/// attempt meanwhile. Well within the lease.
const FRESH: Duration = Duration::from_secs(5);

/// How long an accepted request's id is kept in memory and written again while the database is away.
const KEEP_TRYING: Duration = Duration::from_secs(120);

/// The provider must have started within this time unless the plugin says otherwise. Part of the bound after which an unknown call
/// counts as dead (`SUBMIT_UNKNOWN_S`).
const START_TIMEOUT: Duration = Duration::from_secs(300);

impl Work {
    /// Calls the provider once.
    pub(super) async fn send(
        &self,
        job: &Job,
        attempt: &NewAttempt,
        start_timeout_ms: Option<u32>,
        committed: Instant,
    ) -> Step {
        let Ok(endpoint) = attempt.endpoint.parse::<EndpointId>() else {
            return self
                .refused_finally(job, attempt.id, "the endpoint id is not valid")
                .await;
        };
        let start_timeout = start_timeout_ms.map_or(START_TIMEOUT, |ms| Duration::from_millis(ms.into()));
        let options = SubmitOptions {
            webhook_url: self.app.webhook_url(attempt.token),
            start_timeout: Some(start_timeout),
            ..SubmitOptions::default()
        };
        if committed.elapsed() > FRESH {
            return self
                .unknown(attempt.id, "the worker was suspended before the call", None)
                .await;
        }
        match self.app.fal.submit(&endpoint, &attempt.input, &options).await {
            SubmitOutcome::Accepted(accepted) => {
                self.accepted.count();
                self.accepted(job, attempt.id, &accepted).await
            }
            SubmitOutcome::Refused { reason, retry } => self.refused(job, attempt.id, &reason, retry).await,
            SubmitOutcome::Unknown {
                request_id: Some(id),
                cause,
            } => {
                self.check_mentioned(job, attempt.id, &endpoint, id, &format!("{cause:?}"))
                    .await
            }
            SubmitOutcome::Unknown {
                cause,
                request_id: None,
            } => self.unknown(attempt.id, &format!("{cause:?}"), None).await,
        }
    }

    /// An unclear answer mentioned a request id: if the provider knows it, the call was taken.
    async fn check_mentioned(
        &self,
        job: &Job,
        attempt: AttemptId,
        endpoint: &EndpointId,
        request_id: String,
        why: &str,
    ) -> Step {
        let urls = self.app.fal.request_urls(endpoint, &request_id);
        match self.app.fal.status(&urls.status_url, Logs::Omit).await {
            Ok(Status::Gone) => self.unknown(attempt, why, None).await,
            // Not settled by that, but too valuable to forget.
            Err(_) => self.unknown(attempt, why, Some(&request_id)).await,
            Ok(_) => {
                let accepted = Accepted {
                    request_id,
                    gateway_request_id: None,
                    urls,
                    queue_position: None,
                };
                self.accepted(job, attempt, &accepted).await
            }
        }
    }

    /// Writes the request id down, the most valuable thing a worker ever holds: tries on while the database is away.
    async fn accepted(&self, job: &Job, attempt: AttemptId, accepted: &Accepted) -> Step {
        let acceptance = acceptance_of(&accepted.request_id, &accepted.urls);
        let position = accepted.queue_position.and_then(|ahead| i32::try_from(ahead).ok());
        let give_up = Instant::now() + KEEP_TRYING;
        loop {
            match self.store_acceptance(job, attempt, &acceptance, position).await {
                Err(Interrupt::App(Error::Unavailable { .. })) if Instant::now() < give_up => {
                    sleep(Duration::from_millis(500)).await;
                }
                Err(Interrupt::App(error)) => {
                    tracing::error!(fal.request_id = %accepted.request_id, "an accepted request could not be written down");
                    return Err(Interrupt::App(error));
                }
                other => return other,
            }
        }
    }

    pub(super) async fn store_acceptance(
        &self,
        job: &Job,
        attempt: AttemptId,
        acceptance: &Acceptance,
        position: Option<i32>,
    ) -> Step {
        // What happens to the job from here on is an event; what happened before is in the answer.
        let events = self.app.live.subscribe();
        let mut conn = self.app.db.acquire().await?;
        let taken = call::accept(&mut conn, self.hold, attempt, acceptance, position).await?;
        drop(conn);
        self.app.live.changed();
        still_held(taken.is_held)?;
        let job = Job {
            status: JobStatus::Processing,
            phase: Some(Phase::Submitted),
            fal_request_id: Some(acceptance.request_id.clone()),
            provider_position: position,
            progress: None,
            cancel_requested_at: taken.cancel_requested_at,
            ..job.clone()
        };
        Ok(Next::Follow(Box::new(Following {
            job,
            attempt: taken.attempt,
            events,
        })))
    }

    async fn refused(&self, job: &Job, attempt: AttemptId, reason: &Refusal, retry: Retry) -> Step {
        let why = why(reason);
        tracing::info!(refusal = %why, "the provider did not take the call");
        let mut conn = self.app.db.acquire().await?;
        attempts::set_ended(&mut conn, attempt, AttemptState::Refused, &why).await?;
        drop(conn);
        if let Refusal::Answered(error) = reason {
            self.heed_limit(job, error).await;
        }
        if job.cancel_requested_at.is_some() {
            return self.end_cancelled(job).await;
        }
        match policy::after_refusal(&self.retries(job).await?, reason, retry, job.retry_count) {
            Decision::Retry(pause) => self.hand_back(Resume::Retry(pause), Some(&why)).await,
            Decision::Wait(pause) => self.hand_back(Resume::Wait(pause), Some(&why)).await,
            Decision::Fail | Decision::Cancelled => self.fail(job, refusal_code(reason), &why).await,
        }
    }

    /// Lets the account's limit sink when the provider said that there are too many requests. The job's own fate does not
    /// depend on it.
    pub(super) async fn heed_limit(&self, job: &Job, error: &ProviderError) {
        let Kind::RateLimited { retry_after, limit } = error.kind else {
            return;
        };
        let call = learn::Refused {
            released_at: job.released_at,
            retry_after,
            told: limit,
        };
        if let Err(error) = learn::refused(&self.app, call).await {
            tracing::warn!(error = %crate::error::chain(&error), "the provider's limit was not lowered");
        }
    }

    async fn refused_finally(&self, job: &Job, attempt: AttemptId, why: &str) -> Step {
        attempts::set_ended(&mut *self.app.db.acquire().await?, attempt, AttemptState::Refused, why).await?;
        self.fail(job, "plugin_error", why).await
    }

    /// From here on only evidence or the stated bound allows another call.
    pub(super) async fn unknown(&self, attempt: AttemptId, why: &str, mentioned: Option<&str>) -> Step {
        tracing::warn!(
            cause = why,
            fal.request_id = mentioned,
            "it is not known whether the provider took the call"
        );
        let mut tx = self.app.db.begin().await?;
        still_held(held::set_phase(&mut tx, self.hold, Phase::Unknown).await?)?;
        match attempts::set_unknown(&mut tx, attempt, why, mentioned).await {
            // A webhook was quicker.
            Err(studio_db::Error::AffectedRows { .. }) => (),
            other => other?,
        }
        tx.commit().await?;
        Ok(Next::Again)
    }

    /// The worker before us died between committing to a call and writing down what became of it.
    pub(super) async fn recover_submit(&self, job: &Job) -> Step {
        let attempt = self.last_attempt(job).await?;
        self.unknown(attempt.id, "the worker stopped during the call", None)
            .await
    }
}

/// What is stored of an accepted request.
pub(crate) fn acceptance_of(request_id: &str, urls: &RequestUrls) -> Acceptance {
    Acceptance {
        request_id: request_id.to_owned(),
        status_url: urls.status_url.to_string(),
        response_url: urls.response_url.to_string(),
        cancel_url: urls.cancel_url.to_string(),
    }
}

fn why(reason: &Refusal) -> String {
    match reason {
        Refusal::Unreachable(_) => "the provider cannot be reached".to_owned(),
        Refusal::Answered(error) => match error.kind {
            Kind::AccountBlocked => "the provider does not accept the studio's account at the moment".to_owned(),
            Kind::RateLimited { .. } => "the provider has too many requests of this account".to_owned(),
            _ => error.to_string(),
        },
    }
}

fn refusal_code(reason: &Refusal) -> &'static str {
    match reason {
        Refusal::Answered(error) if error.kind == Kind::UnknownEndpoint => "unknown_endpoint",
        _ => "refused",
    }
}
