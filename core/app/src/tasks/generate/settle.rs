//! Finding out what became of a call whose outcome is not known.
//!
//! Evidence comes from the provider's webhook, which carries the attempt's token, or from its request history, matched by the exact
//! input and the time. Absence from the history proves nothing, since a request shows up there only when it has ended. So without
//! evidence the call counts as dead only after `SUBMIT_UNKNOWN_S`: the start timeout it was sent with plus the provider's own retries.

use std::time::Duration;

use chrono::TimeDelta;
use studio_db::attempts::{self, Attempt};
use studio_db::generation::Job;
use studio_db::generation::held::{self, Resume};
use studio_fal_client::{EndpointId, HistoryMatch, HistoryQuery, Logs, Status};
use studio_model::{AttemptState, Phase};

use super::send::acceptance_of;
use super::{Interrupt, Next, Step, Work, still_held};
use crate::Error;

/// Clocks of ours and the provider's may differ by this much.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(120);

/// The history is asked again after a tenth of the call's age, within these bounds.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What the provider says of the request id that an unclear answer mentioned.
enum Mentioned {
    /// Nothing was mentioned, or the provider does not know it.
    Nothing,
    Known,
    NoAnswer,
}

impl Work {
    /// Looks for evidence once; without any, hands the job back to be looked at later.
    pub(super) async fn settle(&self, job: &Job) -> Step {
        let attempt = self.last_attempt(job).await?;
        match (attempt.state, &attempt.acceptance) {
            (AttemptState::Accepted, Some(acceptance)) => {
                self.store_acceptance(job, attempt.id, acceptance, None).await
            }
            (AttemptState::Intended | AttemptState::Unknown, _) => self.look_for_evidence(job, &attempt).await,
            // It ended while the job's phase was not written: plan again.
            _ => self.replan().await,
        }
    }

    async fn look_for_evidence(&self, job: &Job, attempt: &Attempt) -> Step {
        let endpoint: EndpointId = attempt
            .endpoint
            .parse()
            .map_err(|error| Interrupt::App(Error::internal(error)))?;
        let mentioned = match &attempt.mentioned_request_id {
            Some(id) => self.ask_about(&endpoint, id).await,
            None => Mentioned::Nothing,
        };
        if let (Mentioned::Known, Some(id)) = (&mentioned, &attempt.mentioned_request_id) {
            return self.take_evidence(job, attempt, &endpoint, id).await;
        }
        let now = self.app.clock.now();
        let query = HistoryQuery {
            endpoint: &endpoint,
            input: &attempt.input,
            sent_after: attempt.created_at - CLOCK_SKEW,
            sent_before: attempt.created_at + CLOCK_SKEW,
            request_id: attempt.mentioned_request_id.as_deref(),
        };
        let mut may_be_paid = matches!(mentioned, Mentioned::NoAnswer);
        match self.app.fal.find_request(&query).await {
            Ok(HistoryMatch::Found(request_id)) => match self.take_evidence(job, attempt, &endpoint, &request_id).await
            {
                Err(Interrupt::App(Error::Conflict(_))) => (),
                other => return other,
            },
            Ok(HistoryMatch::Ambiguous) => may_be_paid = true,
            Ok(HistoryMatch::Absent | HistoryMatch::Inconclusive | HistoryMatch::Unsupported) => (),
            Err(error) => tracing::info!(%error, "the provider's request history cannot be read"),
        }
        let age = (now - attempt.created_at).to_std().unwrap_or_default();
        let bound = Duration::from_secs(self.app.config.submit_unknown_s.into());
        if age < bound {
            let pause = (age / 10).clamp(ASK_AGAIN.0, ASK_AGAIN.1).min(bound - age);
            return self.hand_back(Resume::Later(pause), None).await;
        }
        if may_be_paid {
            // Sending another is worse than none.
            let message = "The connection broke while the request was sent, and it cannot be told which of the provider's requests is it.";
            return self.fail(job, "unsettled", message).await;
        }
        self.presume_dead(job, attempt).await
    }

    async fn ask_about(&self, endpoint: &EndpointId, request_id: &str) -> Mentioned {
        let urls = self.app.fal.request_urls(endpoint, request_id);
        match self.app.fal.status(&urls.status_url, Logs::Omit).await {
            Ok(Status::Gone) => Mentioned::Nothing,
            Ok(_) => Mentioned::Known,
            Err(error) => {
                tracing::info!(%error, fal.request_id = request_id, "the mentioned request cannot be asked about");
                Mentioned::NoAnswer
            }
        }
    }

    /// The provider knows the request. Unless another attempt of ours owns it: equal inputs at the same time.
    async fn take_evidence(&self, job: &Job, attempt: &Attempt, endpoint: &EndpointId, request_id: &str) -> Step {
        let acceptance = acceptance_of(request_id, &self.app.fal.request_urls(endpoint, request_id));
        match self.store_acceptance(job, attempt.id, &acceptance, None).await {
            Err(Interrupt::App(Error::Internal(cause))) if is_owned_by_another(&cause) => Err(Interrupt::App(
                Error::Conflict("the request belongs to another job".to_owned()),
            )),
            other => other,
        }
    }

    async fn presume_dead(&self, job: &Job, attempt: &Attempt) -> Step {
        let why = format!("no sign of the call within {} s", self.app.config.submit_unknown_s);
        tracing::warn!(attempt.id = %attempt.id, "{why}: it counts as never taken");
        match attempts::set_ended(&mut *self.app.db.acquire().await?, attempt.id, AttemptState::Dead, &why).await {
            // A webhook was quicker: it is alive.
            Err(studio_db::Error::AffectedRows { .. }) => return Ok(Next::Again),
            other => other?,
        }
        if job.cancel_requested_at.is_some() {
            return self.end_cancelled(job).await;
        }
        self.retry_or_fail(job, "lost", "The provider never took the request.")
            .await
    }

    async fn replan(&self) -> Step {
        let mut conn = self.app.db.acquire().await?;
        still_held(held::hand_back(&mut conn, self.hold, Resume::Wait(Duration::ZERO), None).await?)?;
        tracing::debug!(phase = %Phase::Unknown, "the call ended already");
        Ok(Next::Left)
    }
}

fn is_owned_by_another(cause: &anyhow::Error) -> bool {
    let error = cause.downcast_ref::<studio_db::Error>();
    error.and_then(studio_db::Error::constraint) == Some("generation_attempts_request_id")
}
