//! The HTTP layer: three connection pools with different promises, and answers read whole under a cap.
//!
//! What a newcomer gets wrong: HTTP clients resend. hyper repeats a request whose pooled connection was closed under
//! it, reqwest repeats after HTTP/2 refusals, and both follow redirects. None of that is wanted for a call that costs
//! money, see [`Pools::submit`].

use std::error::Error as _;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use reqwest::{Client, Response, redirect, retry};
use serde::de::DeserializeOwned;

use crate::{
    ConfigError, Error, FalConfig, ProviderError,
    classify::{self, ErrorBody},
    urls::TrustedOrigins,
};

/// Sent with every call.
const USER_AGENT: &str = concat!("ai-image-design-studio/", env!("CARGO_PKG_VERSION"));
/// Redirects followed for media. Our own bound; the provider's files redirect at most once.
const MAX_REDIRECTS: usize = 5;

/// The connection pools.
#[derive(Clone, Debug)]
pub(crate) struct Pools {
    /// For the one call that must never be repeated. No retries, no redirects, and no connection is ever reused:
    /// * reqwest's own retries (HTTP/2 GOAWAY and REFUSED_STREAM) are off;
    /// * hyper resends a request that a *reused* connection handed back unsent, a switch reqwest does not expose;
    ///   without a pool no connection is reused, so that cannot happen either;
    /// * a server that closes an idle connection just as we write to it makes an ambiguous error out of nothing:
    ///   with fresh connections the commonest cause of "unknown" does not exist.
    ///
    /// The price is a handshake per submit, which is small beside drawing a picture.
    pub(crate) submit: Client,
    /// For calls that may be repeated. No redirects: the key would follow them.
    pub(crate) control: Client,
    /// For media, without a key. Redirects are followed to allowed addresses only. Nothing is decompressed, so that
    /// the length announced is the length received.
    pub(crate) media: Client,
}

impl Pools {
    pub(crate) fn new(config: &FalConfig, origins: &TrustedOrigins) -> Result<Self, ConfigError> {
        let base = || {
            Client::builder()
                .user_agent(USER_AGENT)
                .connect_timeout(config.timeouts.connect)
                .referer(false)
        };
        let no_redirects = redirect::Policy::none;
        let submit = base()
            .redirect(no_redirects())
            .retry(retry::never())
            .pool_max_idle_per_host(0)
            .http1_only();
        let control = base().redirect(no_redirects());
        let media = base().redirect(media_redirects(origins.clone())).no_gzip();
        Ok(Self {
            submit: submit.build().map_err(ConfigError::Http)?,
            control: control.build().map_err(ConfigError::Http)?,
            media: media.build().map_err(ConfigError::Http)?,
        })
    }
}

fn media_redirects(origins: TrustedOrigins) -> redirect::Policy {
    redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > MAX_REDIRECTS {
            return attempt.error("too many redirects");
        }
        if !origins.may_hold_media(attempt.url()) {
            return attempt.error("redirected to an address that is not allowed");
        }
        attempt.follow()
    })
}

/// No complete answer arrived. `Display` and `Debug` never show the URL, whose query may hold a token.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct TransportError {
    /// What happened.
    pub cause: TransportCause,
    /// Whether the other side may have seen the request.
    pub sent: Sent,
    #[source]
    source: Option<reqwest::Error>,
}

/// What happened on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportCause {
    /// The request could not be put together.
    #[error("the request could not be built")]
    Build,
    /// The host name has no address.
    #[error("the provider's name could not be resolved")]
    Dns,
    /// Refused, unreachable, or the TLS handshake failed or was too slow.
    #[error("no connection to the provider")]
    Connect,
    /// The time for the whole call was up.
    #[error("the provider did not answer in time")]
    Timeout,
    /// The connection broke before the answer was complete.
    #[error("the connection to the provider broke")]
    Broken,
    /// A redirect led nowhere or somewhere that is not allowed.
    #[error("the redirect was not followed")]
    Redirect,
}

/// Whether the other side may have seen the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Not a byte of the request left: there was no connection yet.
    No,
    /// A connection stood, so some or all of it may have arrived.
    Maybe,
}

impl TransportError {
    pub(crate) fn timeout() -> Self {
        Self {
            cause: TransportCause::Timeout,
            sent: Sent::Maybe,
            source: None,
        }
    }
}

impl From<reqwest::Error> for TransportError {
    /// Only what is certain counts as not sent: a failure while building the request or while connecting (name
    /// lookup, TCP, TLS, proxy). A connect timeout is a connect failure; the call's own timeout is not, even if it
    /// should strike while connecting, and neither is a connection that breaks before its first byte.
    fn from(error: reqwest::Error) -> Self {
        let (cause, sent) = if error.is_builder() {
            (TransportCause::Build, Sent::No)
        } else if error.is_dns() {
            (TransportCause::Dns, Sent::No)
        } else if error.is_connect() {
            (TransportCause::Connect, Sent::No)
        } else if error.is_redirect() {
            (TransportCause::Redirect, Sent::Maybe)
        } else if error.is_timeout() {
            (TransportCause::Timeout, Sent::Maybe)
        } else {
            (TransportCause::Broken, Sent::Maybe)
        };
        tracing::debug!(%cause, source = ?error.source().map(ToString::to_string), "provider call failed");
        Self {
            cause,
            sent,
            source: Some(error.without_url()),
        }
    }
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Reads an answer to its end, at most `limit_bytes` of it.
    pub(crate) async fn read(response: Response, limit_bytes: u64) -> Result<Self, Error> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read_body(response, limit_bytes).await?;
        Ok(Self { status, headers, body })
    }

    /// The body as JSON, or the error it would be if it is not.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|_| self.error().into())
    }

    /// What the answer means, seen as an error.
    pub(crate) fn error(&self) -> ProviderError {
        classify::classify(self.status, &self.headers, &self.body)
    }

    /// The success body as JSON; any other status is an error.
    pub(crate) fn success_json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.status.is_success() {
            self.json()
        } else {
            Err(self.error().into())
        }
    }

    pub(crate) fn error_body(&self) -> ErrorBody {
        ErrorBody::parse(&self.body)
    }
}

/// Reads a body chunk by chunk, so that a lying `Content-Length` or a decompression bomb ends at the cap.
pub(crate) async fn read_body(mut response: Response, limit_bytes: u64) -> Result<Bytes, Error> {
    if response.content_length().is_some_and(|length| length > limit_bytes) {
        return Err(Error::TooLarge { limit_bytes });
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportError::from)? {
        if (body.len() + chunk.len()) as u64 > limit_bytes {
            return Err(Error::TooLarge { limit_bytes });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
