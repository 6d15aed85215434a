//! The client itself: what every call shares. Each call lives in the module named after it.

use std::sync::Arc;

use http::{Method, header};
use reqwest::RequestBuilder;
use url::Url;

use crate::{
    ConfigError, EndpointId, Error, FalConfig, RequestUrls, Secret,
    transport::{Pools, Reply, TransportError},
    urls::{self, TrustedOrigins},
};

/// Speaks the provider's queue protocol. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct FalClient {
    pub(crate) shared: Arc<Shared>,
    key: Secret,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: FalConfig,
    pub(crate) origins: TrustedOrigins,
    pub(crate) pools: Pools,
}

impl FalClient {
    /// A client for one provider and one key.
    ///
    /// # Errors
    /// [`ConfigError`] when an address or a timeout makes no sense, or no TLS roots are found.
    ///
    /// # Panics
    /// When no rustls crypto provider is installed in the process: call
    /// `rustls::crypto::ring::default_provider().install_default()` first thing in `main`.
    pub fn new(config: FalConfig) -> Result<Self, ConfigError> {
        config.check()?;
        let origins = TrustedOrigins::of(&config);
        let pools = Pools::new(&config, &origins)?;
        let key = config.key.clone();
        Ok(Self {
            shared: Arc::new(Shared { config, origins, pools }),
            key,
        })
    }

    /// The same client with another account's key; connections stay shared.
    #[must_use]
    pub fn with_key(&self, key: Secret) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            key,
        }
    }

    /// The addresses of a job of which only the id is known, in the form the provider documents
    /// (`<queue>/owner/alias/requests/<id>`). Prefer the addresses a submit returned.
    #[must_use]
    pub fn request_urls(&self, endpoint: &EndpointId, request_id: &str) -> RequestUrls {
        urls::request_urls(&self.shared.config.queue_url, endpoint, request_id)
    }

    pub(crate) fn config(&self) -> &FalConfig {
        &self.shared.config
    }

    /// A request that carries the key and may be repeated. The caller sets its timeout.
    pub(crate) fn keyed(&self, method: Method, url: Url) -> Result<RequestBuilder, Error> {
        if !self.shared.origins.may_see_key(&url) {
            return Err(untrusted(&url));
        }
        let request = self.shared.pools.control.request(method, url);
        Ok(request.header(header::AUTHORIZATION, self.key.authorization()))
    }

    /// The request of a submit: same key, but the pool that never repeats.
    pub(crate) fn keyed_once(&self, url: Url) -> RequestBuilder {
        let request = self
            .shared
            .pools
            .submit
            .post(url)
            .timeout(self.config().timeouts.submit);
        request.header(header::AUTHORIZATION, self.key.authorization())
    }

    /// A small question, answered within the control limits.
    pub(crate) async fn control(&self, request: RequestBuilder) -> Result<Reply, Error> {
        let request = request.timeout(self.config().timeouts.control);
        self.read(request, self.config().limits.control_bytes).await
    }

    pub(crate) async fn read(&self, request: RequestBuilder, limit_bytes: u64) -> Result<Reply, Error> {
        let response = request.send().await.map_err(TransportError::from)?;
        Reply::read(response, limit_bytes).await
    }
}

pub(crate) fn untrusted(url: &Url) -> Error {
    Error::UntrustedUrl {
        origin: url.origin().ascii_serialization(),
    }
}
