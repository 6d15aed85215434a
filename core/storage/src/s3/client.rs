//! The SDK's clients: what we send, whom we trust, how long we wait.

use std::time::Duration;

use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Builder, Config, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
        retry::RetryConfig, timeout::TimeoutConfig,
    },
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use url::Url;

use crate::{Error, S3Config, error::Result};

/// Tries of one call, the first included.
const ATTEMPTS: u32 = 3;

/// Clients by purpose; they share connections and differ in patience and address.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// For calls that move no object.
    pub(super) small: Client,
    /// For calls that move one.
    pub(super) transfer: Client,
    /// For signing addresses that browsers open; sends nothing itself.
    pub(super) public: Client,
}

impl Clients {
    pub(super) fn new(config: &S3Config) -> Result<Self> {
        let endpoint = address("the endpoint", config.endpoint.as_ref())?;
        let public = address("the public endpoint", config.public_endpoint.as_ref())?;
        let base = base(config);
        let with_limit = |limit| {
            let patient = base.clone().timeout_config(patience(config.timeouts.connect, limit));
            client(patient, endpoint)
        };
        Ok(Self {
            small: with_limit(config.timeouts.small),
            transfer: with_limit(config.timeouts.transfer),
            public: client(base.clone(), public.or(endpoint)),
        })
    }
}

/// Checksums only where S3 demands them: other services refuse the trailers the SDK sends by default.
fn base(config: &S3Config) -> Builder {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .region(Region::new(config.region.clone()))
        .credentials_provider(Credentials::new(
            &config.access_key,
            &config.secret_key,
            None,
            None,
            "settings",
        ))
        .force_path_style(true)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(ATTEMPTS)
                .with_initial_backoff(Duration::from_millis(200))
                .with_max_backoff(Duration::from_secs(1)),
        )
}

fn client(mut builder: Builder, endpoint: Option<&Url>) -> Client {
    builder.set_endpoint_url(endpoint.map(text));
    Client::from_conf(builder.build())
}

/// One attempt may use half of the time for all, so that a server which went silent is asked once more.
fn patience(connect: Duration, limit: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(connect)
        .read_timeout(limit / 2)
        .operation_attempt_timeout(limit / 2)
        .operation_timeout(limit)
        .build()
}

fn address<'a>(what: &str, url: Option<&'a Url>) -> Result<Option<&'a Url>> {
    match url {
        Some(url) if !matches!(url.scheme(), "http" | "https") || !url.has_host() => Err(Error::invalid(format!(
            "{what} `{url}` is not an http or https address"
        ))),
        _ => Ok(url),
    }
}

fn text(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}
