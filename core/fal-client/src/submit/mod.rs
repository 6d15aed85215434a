//! Sending a job: one HTTP attempt, never repeated, with an outcome that says what is known.

mod options;
mod outcome;

use http::{HeaderMap, header};
use serde_json::Value;

pub(crate) use self::options::lifecycle;
pub use self::options::{MIN_START_TIMEOUT, Priority, ServerRetries, SubmitOptions};
pub use self::outcome::{Accepted, Refusal, SubmitOutcome, UnknownCause};
use crate::{
    EndpointId, FalClient, RequestUrls,
    transport::{Reply, TransportError, read_body},
    urls,
};

impl FalClient {
    /// Sends a job to the queue, exactly once.
    ///
    /// `input` is the model's input, a JSON object. The provider does not look at it here: a bad input is accepted
    /// and fails as a job. There is no idempotency key in the protocol, so a repeated submit is a second, paid job;
    /// this method therefore makes one HTTP attempt on a fresh connection and never retries.
    ///
    /// Dropping the future counts as [`SubmitOutcome::Unknown`]: commit the attempt before calling.
    pub async fn submit(&self, endpoint: &EndpointId, input: &Value, options: &SubmitOptions) -> SubmitOutcome {
        let mut url = urls::submit_url(&self.config().queue_url, endpoint);
        options.add_query(&mut url);
        let request = options
            .add_headers(self.keyed_once(url))
            .header(header::ACCEPT, "application/json");
        let outcome = match request.json(input).send().await {
            Ok(response) => self.judge_response(endpoint, response).await,
            Err(error) => outcome::judge_failure(TransportError::from(error), None),
        };
        trace(endpoint, &outcome);
        outcome
    }

    async fn judge_response(&self, endpoint: &EndpointId, response: reqwest::Response) -> SubmitOutcome {
        let (status, headers) = (response.status(), response.headers().clone());
        let reply = |headers: HeaderMap, body| Reply { status, headers, body };
        match read_body(response, self.config().limits.control_bytes).await {
            Ok(body) => outcome::judge(
                &reply(headers, body),
                |request_id| self.request_urls(endpoint, request_id),
                |urls| self.may_follow(urls),
            ),
            Err(error) => outcome::judge_headers_only(&reply(headers, bytes::Bytes::new()), error),
        }
    }

    fn may_follow(&self, urls: &RequestUrls) -> bool {
        let all = [&urls.status_url, &urls.response_url, &urls.cancel_url];
        let trusted = all.into_iter().all(|url| self.shared.origins.may_see_key(url));
        if !trusted {
            tracing::warn!("the provider returned addresses outside its hosts; using the documented ones instead");
        }
        trusted
    }
}

fn trace(endpoint: &EndpointId, outcome: &SubmitOutcome) {
    match outcome {
        SubmitOutcome::Accepted(job) => {
            tracing::debug!(fal.endpoint = %endpoint, fal.request_id = %job.request_id, "submit accepted");
        }
        SubmitOutcome::Refused { reason, retry } => {
            tracing::info!(fal.endpoint = %endpoint, ?reason, ?retry, "submit refused");
        }
        SubmitOutcome::Unknown { cause, request_id } => {
            tracing::warn!(fal.endpoint = %endpoint, ?cause, ?request_id, "submit outcome unknown");
        }
    }
}
