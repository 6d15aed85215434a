//! Deliveries of the provider: proving that they are the provider's, and reading them.
//!
//! A delivery that verifies was sent by the provider to *some* customer. That it concerns the job it claims to is for
//! the caller to check: the attempt's token in the address, and the request id where it is known already.
//! Deliveries repeat, come late, and come in any order: be idempotent on the request id.

mod cache;
mod jwks;
mod payload;
mod verify;

pub use self::{
    cache::JwksCache,
    jwks::{Jwks, JwksError},
    payload::{WebhookPayload, WebhookResult},
    verify::{MAX_SKEW_S, VerifiedDelivery, verify},
};

use crate::Error;

/// Why a delivery was not believed or not understood.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// A header is missing or not of its form.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// The delivery is older or newer than [`MAX_SKEW_S`]: a replay, or one of the clocks is wrong.
    #[error("the delivery's time is {skew_s} s away from ours")]
    Stale {
        /// Seconds between its time and ours; positive when it is from the past.
        skew_s: i64,
    },
    /// No published key has made the signature over these bytes.
    #[error("the signature does not fit")]
    Signature,
    /// The keys could not be fetched, so nothing can be verified. Answer 503: the provider tries again.
    #[error("the provider's webhook keys are not available")]
    Keys(#[source] Option<Error>),
    /// The signed bytes are not a delivery as documented.
    #[error("the delivery's body is not understood")]
    Payload,
}
