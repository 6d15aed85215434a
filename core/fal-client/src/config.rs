//! Where the provider lives, with which key, and how long and how much we accept.

use std::time::Duration;

use url::Url;

use crate::{Secret, urls};

/// Everything a [`crate::FalClient`] is made from.
///
/// The default addresses are the provider's (documentation read November 2026); a simulator is reached by replacing
/// them. A base may have a path: what the protocol names is appended to it.
#[derive(Clone, Debug)]
pub struct FalConfig {
    /// Queue: submit, status, result, cancel. Default `https://queue.fal.run`.
    pub queue_url: Url,
    /// Direct calls. Default `https://fal.run`. The client makes none; the address is one the key may be sent to.
    pub run_url: Url,
    /// Uploads and the public webhook keys. Default `https://rest.fal.ai`.
    pub rest_url: Url,
    /// Platform: request history and bills. Default `https://api.fal.ai/v1`.
    pub api_url: Url,
    /// The account's key.
    pub key: Secret,
    /// How long each kind of call may take.
    pub timeouts: Timeouts,
    /// How large each kind of answer may be.
    pub limits: Limits,
}

impl FalConfig {
    /// The provider's public addresses with default timeouts and limits.
    #[must_use]
    pub fn new(key: Secret) -> Self {
        Self {
            queue_url: known("https://queue.fal.run"),
            run_url: known("https://fal.run"),
            rest_url: known("https://rest.fal.ai"),
            api_url: known("https://api.fal.ai/v1"),
            key,
            timeouts: Timeouts::default(),
            limits: Limits::default(),
        }
    }

    /// The same services under one address, as the simulator offers them: `<base>/queue`, `/run`, `/rest`, `/api/v1`.
    #[must_use]
    pub fn simulator(base: &Url, key: Secret) -> Self {
        Self {
            queue_url: urls::join(base, ["queue"]),
            run_url: urls::join(base, ["run"]),
            rest_url: urls::join(base, ["rest"]),
            api_url: urls::join(base, ["api", "v1"]),
            ..Self::new(key)
        }
    }

    /// The first thing that cannot work.
    ///
    /// # Errors
    /// [`ConfigError`] naming the value.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let bases = [
            ("queue_url", &self.queue_url),
            ("run_url", &self.run_url),
            ("rest_url", &self.rest_url),
            ("api_url", &self.api_url),
        ];
        for (name, url) in bases {
            let usable = matches!(url.scheme(), "http" | "https") && url.has_host();
            let plain = url.username().is_empty() && url.password().is_none();
            if !usable || !plain || url.query().is_some() || url.fragment().is_some() {
                return Err(ConfigError::Url(name));
            }
        }
        if self.timeouts.connect >= self.timeouts.submit {
            return Err(ConfigError::ConnectTimeout);
        }
        Ok(())
    }
}

fn known(url: &str) -> Url {
    Url::parse(url).expect("the built-in addresses are valid")
}

/// A configuration no client can be made from.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The named base is not a plain http(s) address.
    #[error("{0} must be an http or https URL without credentials, query and fragment")]
    Url(&'static str),
    /// A submit that times out while connecting must be seen as "not sent".
    #[error("the connect timeout must be shorter than the submit timeout")]
    ConnectTimeout,
    /// The HTTP layer could not start.
    #[error("the HTTP client could not be built")]
    Http(#[source] reqwest::Error),
}

/// How long each kind of call may take. None of them is prescribed by the provider.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// Name lookup, TCP and TLS. Default 5 s, as the provider's Python client. Must be shorter than `submit`.
    pub connect: Duration,
    /// A whole submit. Default 60 s: every expiry leaves a job of unknown outcome, so patience is cheap.
    pub submit: Duration,
    /// Status, cancel, history, bills, upload tickets, keys. Default 30 s.
    pub control: Duration,
    /// A whole result. Default 60 s, as results may carry pictures inline.
    pub result: Duration,
    /// Silence on a status stream. Default 45 s, three of the provider's keep-alive comments.
    pub stream_idle: Duration,
    /// A whole upload or download. Default 120 s.
    pub transfer: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            submit: Duration::from_secs(60),
            control: Duration::from_secs(30),
            result: Duration::from_secs(60),
            stream_idle: Duration::from_secs(45),
            transfer: Duration::from_secs(120),
        }
    }
}

/// How large answers may be, in bytes after decompression. Our own bounds against a lying or broken peer.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Submit, status, cancel, upload tickets, keys. Default 1 MiB.
    pub control_bytes: u64,
    /// A result; pictures inside it as data URIs count. Default 64 MiB.
    pub result_bytes: u64,
    /// One page of the request history; it holds inputs and outputs whole. Default 64 MiB.
    pub history_bytes: u64,
    /// Log lines remembered on a status stream; older ones are dropped. Default 1,000.
    pub log_lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            control_bytes: 1 << 20,
            result_bytes: 64 << 20,
            history_bytes: 64 << 20,
            log_lines: 1_000,
        }
    }
}
