//! [Stripe Checkout](https://docs.stripe.com/payments/checkout).
//!
//! **Source** of paths, fields and events: Stripe's API reference ("Checkout Sessions", "Events", "Errors") and its guide "Receive Stripe
//! events in your webhook endpoint", read 2026-11.

mod client;
mod notice;
mod signature;
mod wire;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use url::Url;

use crate::{Checkout, Error, Notice, NoticeError, Order, Outcome, Payments};
use client::Client;

/// How Stripe is reached.
#[derive(Clone)]
pub struct StripeSettings {
    /// `sk_live_…` or `sk_test_…`.
    pub secret_key: String,
    /// `whsec_…` of the webhook endpoint; several while one is exchanged.
    pub webhook_secrets: Vec<String>,
    /// `https://api.stripe.com`.
    pub api_url: Url,
    /// For a request, its answer included.
    pub timeout: Duration,
}

/// Stripe.
pub struct Stripe {
    client: Client,
    webhook_secrets: Vec<String>,
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stripe").finish_non_exhaustive()
    }
}

impl Stripe {
    /// A client for `settings`. Nothing is asked yet.
    ///
    /// # Errors
    /// When the key cannot be sent or no TLS roots are found.
    pub fn new(settings: StripeSettings) -> Result<Self, Error> {
        Ok(Self {
            client: Client::new(&settings)?,
            webhook_secrets: settings.webhook_secrets,
        })
    }
}

#[async_trait]
impl Payments for Stripe {
    async fn begin(&self, order: &Order) -> Result<Checkout, Error> {
        self.client.create_session(order).await
    }

    async fn find(&self, checkout_id: &str) -> Result<Outcome, Error> {
        self.client.find_session(checkout_id).await
    }

    fn read(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Option<Notice>, NoticeError> {
        signature::verify(headers, body, &self.webhook_secrets, now)?;
        notice::read(body)
    }
}
