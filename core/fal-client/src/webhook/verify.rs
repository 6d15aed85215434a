//! The signature check: pure, over the raw bytes, before anything is parsed.

use chrono::{DateTime, Utc};
use ed25519_dalek::{SIGNATURE_LENGTH, Signature};
use http::HeaderMap;
use sha2::{Digest as _, Sha256};

use super::{Jwks, WebhookError};
use crate::classify::header_text;

/// Seconds a delivery's time may be away from ours, either way (provider documentation "Webhooks", read November 2026).
pub const MAX_SKEW_S: i64 = 300;

const REQUEST_ID: &str = "x-fal-webhook-request-id";
const USER_ID: &str = "x-fal-webhook-user-id";
const TIMESTAMP: &str = "x-fal-webhook-timestamp";
const SIGNATURE: &str = "x-fal-webhook-signature";

/// A delivery that is proven to come from the provider. The body can only be read through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedDelivery<'a> {
    /// The request it is about, by the signed header.
    pub request_id: String,
    /// The account it is for, in the provider's terms; opaque.
    pub user_id: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    pub(super) body: &'a [u8],
}

/// Checks a delivery: four headers, a time within [`MAX_SKEW_S`] of `now`, and a signature by any of the keys over
/// request id, user id, timestamp and the SHA-256 of the raw body.
///
/// **Source**: provider documentation "Webhooks", read November 2026.
///
/// # Errors
/// [`WebhookError::Header`], [`WebhookError::Stale`] or [`WebhookError::Signature`], in this order.
pub fn verify<'a>(
    headers: &HeaderMap,
    body: &'a [u8],
    keys: &Jwks,
    now: DateTime<Utc>,
) -> Result<VerifiedDelivery<'a>, WebhookError> {
    Claimed::read(headers, body, now)?.signed_by(keys)
}

/// A delivery whose headers make sense, of which nobody knows yet who sent it.
pub(super) struct Claimed<'a> {
    delivery: VerifiedDelivery<'a>,
    message: String,
    signature: Signature,
}

impl<'a> Claimed<'a> {
    /// Everything that can be checked without a key.
    pub(super) fn read(headers: &HeaderMap, body: &'a [u8], now: DateTime<Utc>) -> Result<Self, WebhookError> {
        let request_id = header(headers, REQUEST_ID)?;
        let user_id = header(headers, USER_ID)?;
        let timestamp = header(headers, TIMESTAMP)?;
        let signature = signature(header(headers, SIGNATURE)?)?;
        let sent_at = sent_at(timestamp, now)?;
        let digest = hex::encode(Sha256::digest(body));
        Ok(Self {
            message: [request_id, user_id, timestamp, &digest].join("\n"),
            signature,
            delivery: VerifiedDelivery {
                request_id: request_id.to_owned(),
                user_id: user_id.to_owned(),
                sent_at,
                body,
            },
        })
    }

    /// The delivery, if one of these keys signed it.
    pub(super) fn signed_by(&self, keys: &Jwks) -> Result<VerifiedDelivery<'a>, WebhookError> {
        if keys.have_signed(self.message.as_bytes(), &self.signature) {
            Ok(self.delivery.clone())
        } else {
            Err(WebhookError::Signature)
        }
    }
}

/// A header that is there exactly once: of two, the signer and we might read different ones.
fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, WebhookError> {
    let once = headers.get_all(name).iter().count() == 1;
    header_text(headers, name)
        .filter(|_| once)
        .ok_or(WebhookError::Header(name))
}

fn signature(hex_digits: &str) -> Result<Signature, WebhookError> {
    let mut bytes = [0; SIGNATURE_LENGTH];
    hex::decode_to_slice(hex_digits, &mut bytes).map_err(|_| WebhookError::Header(SIGNATURE))?;
    Ok(Signature::from_bytes(&bytes))
}

fn sent_at(timestamp: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, WebhookError> {
    let seconds: i64 = timestamp.parse().map_err(|_| WebhookError::Header(TIMESTAMP))?;
    let sent_at = DateTime::from_timestamp(seconds, 0).ok_or(WebhookError::Header(TIMESTAMP))?;
    let skew_s = now.timestamp() - seconds;
    if skew_s.abs() > MAX_SKEW_S {
        return Err(WebhookError::Stale { skew_s });
    }
    Ok(sent_at)
}
