//! The Ed25519 signature: over request id, user id, Unix seconds and the hex SHA-256 of the body, joined by newlines.

use base64::Engine as _;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};

use crate::ids;

/// The key of a simulator with this seed; the same after every restart.
pub(crate) fn signing_key(seed: u64) -> SigningKey {
    SigningKey::from_bytes(&ids::digest(&["fal-sim webhook key", &seed.to_string()]))
}

/// The published key set.
pub(crate) fn jwks(key: &SigningKey) -> Value {
    let x = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x }] })
}

/// 128 hex digits for one delivery.
pub(super) fn signature(key: &SigningKey, request_id: &str, user_id: &str, timestamp: i64, body: &[u8]) -> String {
    let message = format!("{request_id}\n{user_id}\n{timestamp}\n{}", ids::bytes_hex(body));
    hex::encode(key.sign(message.as_bytes()).to_bytes())
}
