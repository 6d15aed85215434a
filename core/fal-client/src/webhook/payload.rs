//! What a delivery says.

use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::{VerifiedDelivery, WebhookError};
use crate::{
    ProviderError,
    classify::{ErrorBody, classify_body},
};

/// A delivery, read.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookPayload {
    /// The request it is about.
    pub request_id: String,
    /// The gateway's id; differs once the gateway has retried.
    pub gateway_request_id: Option<String>,
    /// How the job ended.
    pub result: WebhookResult,
}

/// How a job ended, by its delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum WebhookResult {
    /// The output. Deliveries do not carry the billed quantity: only the result's headers do.
    Output(Value),
    /// The model's error, for good.
    Failed(ProviderError),
    /// The job is over, but the delivery does not hold its end: fetch it from the queue.
    FetchResult,
}

/// A delivery as on the wire.
#[derive(Deserialize)]
struct WirePayload {
    status: String,
    request_id: Option<String>,
    gateway_request_id: Option<String>,
    #[serde(default)]
    payload: Value,
    #[serde(default)]
    error: Option<String>,
}

impl VerifiedDelivery<'_> {
    /// Reads the delivery.
    ///
    /// # Errors
    /// [`WebhookError::Payload`] when it is not a JSON object with the status `OK` or `ERROR`.
    pub fn payload(&self) -> Result<WebhookPayload, WebhookError> {
        let wire: WirePayload = serde_json::from_slice(self.body).map_err(|_| WebhookError::Payload)?;
        let result = match (wire.status.as_str(), wire.payload) {
            ("OK" | "ERROR", Value::Null) => WebhookResult::FetchResult,
            ("OK", output) => WebhookResult::Output(output),
            ("ERROR", body) => WebhookResult::Failed(failure(&body, wire.error.as_deref())),
            _ => return Err(WebhookError::Payload),
        };
        Ok(WebhookPayload {
            request_id: wire.request_id.unwrap_or_else(|| self.request_id.clone()),
            gateway_request_id: wire.gateway_request_id,
            result,
        })
    }
}

/// The same meaning the result would have, as far as a body without headers tells.
fn failure(body: &Value, error: Option<&str>) -> ProviderError {
    let body = ErrorBody::of(body);
    let guess = if body.items.is_empty() {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let status = error.and_then(status_code).unwrap_or(guess);
    classify_body(status, &HeaderMap::new(), &body)
}

/// `Invalid status code: 422`, the only place a delivery names the status.
fn status_code(error: &str) -> Option<StatusCode> {
    error.strip_prefix("Invalid status code:")?.trim().parse().ok()
}
