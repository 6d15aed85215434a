//! One request and the beginning of its answer.

use std::error::Error;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use http::{HeaderMap, StatusCode};
use reqwest::redirect;
use url::Url;

use crate::resolve::Guarded;
use crate::{Policy, Refusal};

/// For the connection, name and handshake included.
const CONNECT: Duration = Duration::from_secs(5);
/// For all of it.
const TOTAL: Duration = Duration::from_secs(10);
/// Bytes of headers that an answer may have are bounded by the client itself; of its body no more than this is read unless the caller
/// wants less.
const MOST_BODY_BYTES: usize = 64 * 1024;

/// Makes requests within a policy. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: reqwest::Client,
    policy: Policy,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status; a redirect is an answer like any other.
    pub status: StatusCode,
    /// The beginning of its body; what had arrived when the connection broke or the time was up.
    pub body: Bytes,
}

/// No answer. Messages never show the URL.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It may not be asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The time was up: 5 s for the connection, 10 s for all of it.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or it broke before the answer.
    #[error("no connection")]
    Unreachable(#[source] reqwest::Error),
}

impl Outbound {
    /// A client within `policy` that calls itself `user_agent`.
    ///
    /// # Errors
    /// When no TLS roots are found, or the name is no header.
    pub fn new(policy: Policy, user_agent: &str) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .user_agent(user_agent)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            // A proxy would resolve names by itself.
            .no_proxy()
            .referer(false)
            .no_gzip()
            .https_only(!policy.http)
            .dns_resolver(Guarded(policy.clone()))
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_max_idle_per_host(1)
            .build()?;
        Ok(Self { client, policy })
    }

    /// What may be reached.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Posts `body` once and reads up to `most` bytes of the answer, at most 64 KiB.
    ///
    /// # Errors
    /// [`Failure`] when there was no answer.
    pub async fn post(&self, url: Url, headers: HeaderMap, body: Vec<u8>, most: usize) -> Result<Answer, Failure> {
        self.policy.check(&url)?;
        let response = self
            .client
            .post(url)
            .headers(headers)
            .body(body)
            .send()
            .await
            .map_err(failure)?;
        let status = response.status();
        let mut parts = response.bytes_stream();
        let (mut body, most) = (BytesMut::new(), most.min(MOST_BODY_BYTES));
        while body.len() < most {
            // The status is what counts; a body that breaks off is shown as far as it came.
            let Ok(Some(part)) = parts.try_next().await else { break };
            body.extend_from_slice(&part[..part.len().min(most - body.len())]);
        }
        Ok(Answer {
            status,
            body: body.freeze(),
        })
    }
}

fn failure(error: reqwest::Error) -> Failure {
    let refusal = std::iter::successors(error.source(), |&cause| cause.source())
        .find_map(|cause| cause.downcast_ref::<Refusal>().copied());
    match refusal {
        Some(refusal) => Failure::Refused(refusal),
        None if error.is_timeout() => Failure::TimedOut,
        None => Failure::Unreachable(error.without_url()),
    }
}
