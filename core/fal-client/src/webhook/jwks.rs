//! The provider's public keys.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;

use crate::{Error, FalClient, transport::Reply, transport::TransportError, urls};

/// Keys read from one set. Our own bound; the provider publishes a few.
const MAX_KEYS: usize = 32;

/// A set of Ed25519 keys, any of which may have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwks(Vec<VerifyingKey>);

/// The document holds no usable key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key set holds no usable Ed25519 key")]
pub struct JwksError;

#[derive(Deserialize)]
struct WireSet {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct WireKey {
    kty: String,
    crv: String,
    x: String,
}

impl Jwks {
    /// Reads a JSON Web Key Set (RFC 7517, RFC 8037). Keys of other kinds, broken ones and weak ones are passed over,
    /// so that a new kind beside the old does no harm.
    ///
    /// # Errors
    /// [`JwksError`] when nothing usable is left.
    pub fn parse(json: &[u8]) -> Result<Self, JwksError> {
        let set: WireSet = serde_json::from_slice(json).map_err(|_| JwksError)?;
        let keys: Vec<VerifyingKey> = set.keys.into_iter().take(MAX_KEYS).filter_map(key).collect();
        if keys.is_empty() {
            Err(JwksError)
        } else {
            Ok(Self(keys))
        }
    }

    /// Whether any of the keys has signed this message.
    pub(super) fn have_signed(&self, message: &[u8], signature: &Signature) -> bool {
        self.0.iter().any(|key| key.verify_strict(message, signature).is_ok())
    }
}

fn key(value: serde_json::Value) -> Option<VerifyingKey> {
    let wire: WireKey = serde_json::from_value(value).ok()?;
    if wire.kty != "OKP" || wire.crv != "Ed25519" {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(wire.x.trim_end_matches('=')).ok()?;
    let key = VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()?;
    (!key.is_weak()).then_some(key)
}

impl FalClient {
    /// Fetches the public webhook keys. The account's key is not sent: they are public. Use [`super::JwksCache`].
    ///
    /// # Errors
    /// [`Error`] when they cannot be fetched or read.
    pub async fn webhook_keys(&self) -> Result<Jwks, Error> {
        let url = urls::join(&self.config().rest_url, [".well-known", "jwks.json"]);
        let request = self
            .shared
            .pools
            .control
            .get(url)
            .timeout(self.config().timeouts.control);
        let response = request.send().await.map_err(TransportError::from)?;
        let reply = Reply::read(response, self.config().limits.control_bytes).await?;
        if !reply.status.is_success() {
            return Err(reply.error().into());
        }
        Jwks::parse(&reply.body).map_err(|JwksError| reply.error().into())
    }
}
