//! Requests to Stripe's API. Forms go in, JSON comes out.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use url::Url;

use super::StripeSettings;
use super::wire::{Failure, Session};
use crate::{Checkout, Error, Order, Outcome};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The version of the API whose fields are read here, whatever the account's default is.
const VERSION: (HeaderName, HeaderValue) = (
    HeaderName::from_static("stripe-version"),
    HeaderValue::from_static("2025-07-30.basil"),
);

pub(super) struct Client {
    http: reqwest::Client,
    api_url: Url,
}

impl Client {
    pub(super) fn new(settings: &StripeSettings) -> Result<Self, Error> {
        let key = HeaderValue::try_from(format!("Bearer {}", settings.secret_key));
        let mut key =
            key.map_err(|_| Error::Unexpected("the key has characters that a header cannot carry".to_owned()))?;
        key.set_sensitive(true);
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, key), VERSION]);
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(settings.timeout)
            .build()
            .map_err(|error| unreachable(&error))?;
        Ok(Self {
            http,
            api_url: settings.api_url.clone(),
        })
    }

    pub(super) async fn create_session(&self, order: &Order) -> Result<Checkout, Error> {
        let (id, price) = (order.id.to_string(), order.amount.minor.to_string());
        let expires_at = order.expires_at.timestamp().to_string();
        let form = [
            ("mode", "payment"),
            ("client_reference_id", &id),
            ("customer_email", &order.email),
            ("success_url", order.return_url.as_str()),
            ("cancel_url", order.return_url.as_str()),
            ("expires_at", &expires_at),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &order.amount.currency),
            ("line_items[0][price_data][unit_amount]", &price),
            ("line_items[0][price_data][product_data][name]", &order.title),
        ];
        let request = self.http.post(self.path(&[])).form(&form).header(IDEMPOTENCY_KEY, &id);
        let session: Session = send(request).await?;
        let url = session.url.as_deref().and_then(|url| url.parse().ok());
        let url = url.ok_or_else(|| Error::Unexpected("a checkout without an address".to_owned()))?;
        Ok(Checkout { id: session.id, url })
    }

    pub(super) async fn find_session(&self, id: &str) -> Result<Outcome, Error> {
        let session: Session = send(self.http.get(self.path(&[id]))).await?;
        let outcome = session.outcome();
        outcome.ok_or_else(|| Error::Unexpected("a paid checkout without a payment".to_owned()))
    }

    fn path(&self, parts: &[&str]) -> Url {
        let mut url = self.api_url.clone();
        url.path_segments_mut()
            .expect("an http address has a path")
            .pop_if_empty()
            .extend(["v1", "checkout", "sessions"])
            .extend(parts);
        url
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Error> {
    let response = request.send().await.map_err(|error| unreachable(&error))?;
    let status = response.status();
    let body = response.bytes().await.map_err(|error| unreachable(&error))?;
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|error| Error::Unexpected(error.to_string()));
    }
    let message =
        serde_json::from_slice::<Failure>(&body).map_or_else(|_| String::new(), |failure| failure.error.message);
    // 409 is two requests with one key at once; both pass.
    let passes = status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT);
    if passes {
        return Err(Error::Unavailable(format!("status {status}: {message}")));
    }
    Err(Error::Refused {
        status: status.as_u16(),
        message,
    })
}

/// Without the URL, which may hold ids.
fn unreachable(error: &reqwest::Error) -> Error {
    let what = if error.is_timeout() {
        "no answer in time"
    } else {
        "no connection"
    };
    Error::Unavailable(what.to_owned())
}
