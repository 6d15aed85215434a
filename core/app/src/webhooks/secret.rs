//! What requests to a webhook are signed with.
//!
//! `whsec_` and the Base64 of 32 random bytes, as the libraries for Standard Webhooks take it. It is kept sealed: whoever signs needs
//! it in the clear.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit, Mac};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::Sha256;
use studio_model::WebhookId;
use uuid::Uuid;

use crate::{App, Error, Result, secrets};

/// How a secret begins.
const PREFIX: &str = "whsec_";
/// What is sealed under this name is a webhook's secret.
const PURPOSE: &str = "webhook";
/// How long the secret before the present one signs too.
pub const PREVIOUS_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// A webhook's secret. Printing it shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret([u8; 32]);

impl WebhookSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`Error::Internal`] when the operating system has no randomness.
    pub(crate) fn generate() -> Result<Self> {
        let mut bytes = [0; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        Ok(Self(bytes))
    }

    /// The text that its owner keeps.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0))
    }

    /// Sealed for the row of its webhook.
    pub(super) fn seal(&self, app: &App, id: WebhookId) -> Result<Vec<u8>> {
        secrets::seal(&app.config, PURPOSE, id.0, &self.0)
    }

    /// The signature of a request, `v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body`.
    pub(crate) fn sign(&self, message_id: Uuid, timestamp: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(format!("{message_id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// Opens what was sealed; none when its key is not known any more.
pub(crate) fn open(app: &App, id: WebhookId, sealed: &[u8]) -> Option<WebhookSecret> {
    let plain = secrets::open(&app.config, PURPOSE, id.0, sealed)?;
    plain.try_into().ok().map(WebhookSecret)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reckoned with Python's `hmac`, apart from this code.
    #[test]
    fn requests_are_signed_as_the_standard_says() {
        let secret = WebhookSecret(std::array::from_fn(|index| u8::try_from(index).unwrap()));
        assert_eq!(secret.expose(), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let id = Uuid::from_u128(7);
        let signature = secret.sign(id, 1_795_700_000, br#"{"type":"job.completed"}"#);
        assert_eq!(signature, "v1,WMAvGbNySSk0d0kfsMHS05LSSRclAFFsiWCxd0Q16+M=");
        assert!(!format!("{secret:?}").contains("AAEC"));
    }
}
