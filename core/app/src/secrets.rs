//! Sealing what must be stored and read back: links in mails, and what codes of a second factor are made of.
//!
//! XChaCha20-Poly1305 with a random nonce. Keys are derived from `ENCRYPTION_KEYS`, of which the first seals and all open, and from
//! `AUTH_SECRET`, which seals when there are none. What is sealed is bound to its purpose and its row, so that it opens nowhere else.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 4 | which key: the start of SHA-256 of it |
//! | 24 | nonce |
//! | rest | ciphertext and tag |

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Config, Error, Result, Secret};

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

struct Key([u8; 32]);

impl Key {
    fn derive(secret: &Secret) -> Self {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(Some(&b"ai-image-studio"[..]), secret.expose().as_bytes())
            .expand(b"sealed values, version 1", &mut key)
            .expect("HKDF with SHA-256 gives up to 8,160 bytes");
        Self(key)
    }

    fn id(&self) -> [u8; KEY_ID_BYTES] {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

/// The keys, the one that seals first.
fn keys(config: &Config) -> impl Iterator<Item = Key> {
    config
        .encryption_keys
        .iter()
        .chain([&config.auth_secret])
        .map(Key::derive)
}

/// Seals a value for the row `id`.
///
/// # Errors
/// [`Error::Internal`] when the operating system has no randomness.
pub(crate) fn seal(config: &Config, purpose: &str, id: Uuid, plain: &[u8]) -> Result<Vec<u8>> {
    let key = keys(config).next().expect("AUTH_SECRET is always there");
    let mut nonce = [0; NONCE_BYTES];
    SysRng.try_fill_bytes(&mut nonce).map_err(Error::internal)?;
    let bound = bound_to(purpose, id);
    let payload = Payload {
        msg: plain,
        aad: &bound,
    };
    let sealed = key.cipher().encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.map_err(|error| Error::Internal(anyhow::anyhow!("cannot seal: {error}")))?;
    Ok([&[VERSION][..], &key.id(), &nonce, &sealed].concat())
}

/// Opens what was sealed for this purpose and row; none for anything else, and when its key is not known any more.
pub(crate) fn open(config: &Config, purpose: &str, id: Uuid, sealed: &[u8]) -> Option<Vec<u8>> {
    let (head, ciphertext) = sealed.split_at_checked(HEAD_BYTES)?;
    let (key_id, nonce) = head.strip_prefix(&[VERSION])?.split_at(KEY_ID_BYTES);
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let key = keys(config).find(|key| key.id() == key_id)?;
    let bound = bound_to(purpose, id);
    let payload = Payload {
        msg: ciphertext,
        aad: &bound,
    };
    key.cipher().decrypt(&XNonce::from(nonce), payload).ok()
}

fn bound_to(purpose: &str, id: Uuid) -> Vec<u8> {
    [purpose.as_bytes(), b"\0", id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(keys: &str) -> Config {
        Config::from_lookup(|name| match name {
            "DATABASE_URL" => Some("postgres://x/y".to_owned()),
            "AUTH_SECRET" => Some("0123456789abcdef0123456789abcdef".to_owned()),
            "FAL_QUEUE_URL" => Some("http://localhost/queue".to_owned()),
            "ENCRYPTION_KEYS" => Some(keys.to_owned()),
            _ => None,
        })
        .unwrap()
    }

    const A: &str = "first-key-of-at-least-32-characters";
    const B: &str = "second-key-of-at-least-32-characters";

    #[test]
    fn a_value_opens_for_its_purpose_and_row_only() {
        let (config, id) = (config(""), Uuid::from_u128(7));
        let sealed = seal(&config, "mail", id, b"words").unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"words"));
        let plain = |purpose, id, sealed: &[u8]| open(&config, purpose, id, sealed);
        assert_eq!(plain("mail", id, &sealed).as_deref(), Some(&b"words"[..]));
        assert_eq!(plain("totp", id, &sealed), None);
        assert_eq!(plain("mail", Uuid::from_u128(8), &sealed), None);
        for place in 0..sealed.len() {
            let mut forged = sealed.clone();
            forged[place] ^= 1;
            assert_eq!(plain("mail", id, &forged), None, "byte {place}");
            assert_eq!(plain("mail", id, &sealed[..place]), None, "cut at {place}");
        }
    }

    #[test]
    fn keys_are_exchanged_one_after_the_other() {
        let (id, both) = (Uuid::from_u128(7), format!("{B}, {A}"));
        let seal_with = |keys: &str| seal(&config(keys), "mail", id, b"words").unwrap();
        let opens = |keys: &str, sealed: &[u8]| open(&config(keys), "mail", id, sealed).is_some();
        let (derived, old, new) = (seal_with(""), seal_with(A), seal_with(&both));
        assert!(opens(&both, &derived) && opens(&both, &old) && opens(&both, &new));
        assert!(opens(B, &new), "the first key seals");
        assert!(!opens(B, &old) && !opens("", &old), "a key that is gone opens nothing");
    }
}
