//! Identifiers and digests.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A request id: UUIDv7, as the provider's are since 2026.
pub(crate) fn request_id() -> String {
    Uuid::now_v7().to_string()
}

/// An unguessable word for tokens and file names.
pub(crate) fn token() -> String {
    Uuid::new_v4().simple().to_string()
}

/// SHA-256 over the parts, each ended by a zero byte so that no two lists of parts collide.
pub(crate) fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

/// [`digest`] as lowercase hex.
pub(crate) fn digest_hex(parts: &[&str]) -> String {
    hex::encode(digest(parts))
}

/// SHA-256 of raw bytes as lowercase hex.
pub(crate) fn bytes_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
