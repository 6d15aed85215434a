//! The wish to stop a job.

use http::{Method, StatusCode, header};
use url::Url;

use crate::{Error, FalClient, Kind, classify::ErrorBody, transport::Reply};

/// What became of the wish. None of the three says how the job ends: keep following it until it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// Noted. A waiting job is dropped; a running one gets a signal most models ignore, so **it may still complete
    /// and be billed** (provider documentation, read November 2026).
    Requested,
    /// Too late: the result is there.
    AlreadyCompleted,
    /// The id is unknown or has expired.
    Gone,
}

impl FalClient {
    /// Asks the provider to stop a job. Safe to repeat.
    ///
    /// # Errors
    /// [`Error`]: it is not known whether the wish was heard.
    pub async fn cancel(&self, cancel_url: &Url) -> Result<CancelOutcome, Error> {
        // Some servers ask for a length even where there is nothing to measure.
        let request = self
            .keyed(Method::PUT, cancel_url.clone())?
            .header(header::CONTENT_LENGTH, 0);
        judge(&self.control(request).await?)
    }
}

fn judge(reply: &Reply) -> Result<CancelOutcome, Error> {
    if reply.status.is_success() {
        return Ok(CancelOutcome::Requested);
    }
    if reply.status == StatusCode::BAD_REQUEST && is_completed(&reply.error_body()) {
        return Ok(CancelOutcome::AlreadyCompleted);
    }
    let error = reply.error();
    if error.kind == Kind::Gone {
        Ok(CancelOutcome::Gone)
    } else {
        Err(error.into())
    }
}

fn is_completed(body: &ErrorBody) -> bool {
    body.status.as_deref() == Some("ALREADY_COMPLETED")
}
