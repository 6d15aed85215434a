//! Keys kept between deliveries, so that forged ones cannot make us ask the provider again and again.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use tokio::sync::Mutex;

use super::verify::Claimed;
use super::{Jwks, VerifiedDelivery, WebhookError};
use crate::FalClient;

/// How long keys may be kept (provider documentation "Webhooks", read November 2026: at most 24 hours).
const MAX_AGE: TimeDelta = TimeDelta::hours(24);
/// Least time between two looks for a key that signed but is not known. Our own bound.
const UNKNOWN_KEY_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// Least time between two tries to get any keys at all. Our own bound.
const FAILURE_PAUSE: TimeDelta = TimeDelta::seconds(5);

/// Verifies deliveries with keys fetched when needed.
#[derive(Debug)]
pub struct JwksCache {
    client: FalClient,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    keys: Option<Arc<Jwks>>,
    fetched_at: Option<DateTime<Utc>>,
    tried_at: Option<DateTime<Utc>>,
}

impl JwksCache {
    /// An empty cache; the first delivery fetches the keys.
    #[must_use]
    pub fn new(client: FalClient) -> Self {
        Self {
            client,
            state: Mutex::default(),
        }
    }

    /// Checks a delivery as [`verify`](super::verify()) does. A signature that fits no known key makes the cache look for new keys, at
    /// most once a minute; concurrent deliveries share one fetch.
    ///
    /// # Errors
    /// As [`verify`](super::verify()), and [`WebhookError::Keys`] while there are no keys to check with.
    pub async fn verify<'a>(
        &self,
        headers: &HeaderMap,
        body: &'a [u8],
        now: DateTime<Utc>,
    ) -> Result<VerifiedDelivery<'a>, WebhookError> {
        // Before any key is fetched: what is obviously no delivery costs no request.
        let claimed = Claimed::read(headers, body, now)?;
        let keys = self.current(now).await?;
        match claimed.signed_by(&keys) {
            Err(WebhookError::Signature) => match self.renewed(&keys, now).await {
                Some(keys) => claimed.signed_by(&keys),
                None => Err(WebhookError::Signature),
            },
            verdict => verdict,
        }
    }

    /// Keys that are not too old.
    async fn current(&self, now: DateTime<Utc>) -> Result<Arc<Jwks>, WebhookError> {
        let mut state = self.state.lock().await;
        if let Some(keys) = state.fresh(now) {
            return Ok(keys);
        }
        if !state.may_try(now, FAILURE_PAUSE) {
            return Err(WebhookError::Keys(None));
        }
        self.fetch(&mut state, now)
            .await
            .map_err(|error| WebhookError::Keys(Some(error)))
    }

    /// Other keys than these, if there are any and it is time to look.
    async fn renewed(&self, known: &Arc<Jwks>, now: DateTime<Utc>) -> Option<Arc<Jwks>> {
        let mut state = self.state.lock().await;
        if let Some(keys) = state.fresh(now).filter(|keys| keys != known) {
            return Some(keys);
        }
        if !state.may_try(now, UNKNOWN_KEY_PAUSE) {
            return None;
        }
        let keys = self.fetch(&mut state, now).await.ok()?;
        (keys != *known).then_some(keys)
    }

    async fn fetch(&self, state: &mut State, now: DateTime<Utc>) -> Result<Arc<Jwks>, crate::Error> {
        state.tried_at = Some(now);
        let keys = Arc::new(self.client.webhook_keys().await?);
        state.fetched_at = Some(now);
        state.keys = Some(Arc::clone(&keys));
        Ok(keys)
    }
}

impl State {
    fn fresh(&self, now: DateTime<Utc>) -> Option<Arc<Jwks>> {
        let age = now - self.fetched_at?;
        self.keys.clone().filter(|_| age >= TimeDelta::zero() && age < MAX_AGE)
    }

    /// A clock that jumped back must not lock us out, so only the distance counts.
    fn may_try(&self, now: DateTime<Utc>, pause: TimeDelta) -> bool {
        self.tried_at.is_none_or(|tried_at| (now - tried_at).abs() >= pause)
    }
}
