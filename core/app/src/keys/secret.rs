//! The text of a key.
//!
//! `aistudio_` and 48 hexadecimal digits: 160 random bits, then the CRC-32 of everything before. So a scanner for leaked
//! secrets finds keys by `aistudio_[0-9a-f]{48}` and tells them from other texts without asking anybody.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// How every key begins.
pub const KEY_PREFIX: &str = "aistudio_";
const RANDOM_BYTES: usize = 20;
const DIGITS: usize = 2 * RANDOM_BYTES + 8;
/// Digits of a key that may be shown: enough to tell one's keys apart, too few to guess the rest.
const HINT_DIGITS: usize = 6;

/// A key as its owner keeps it. Never logged and never stored; the database knows [`KeySecret::hash`].
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(String);

impl KeySecret {
    /// A new one, from the operating system's generator.
    ///
    /// # Errors
    /// [`Error::Internal`] when the operating system has no randomness.
    pub(super) fn generate() -> Result<Self> {
        let mut bytes = [0; RANDOM_BYTES];
        SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        let body = format!("{KEY_PREFIX}{}", hex::encode(bytes));
        Ok(Self(format!("{body}{}", checksum(&body))))
    }

    /// Reads a key; `None` for a text that cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(KEY_PREFIX)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digits.len() != DIGITS || !digits.bytes().all(is_hex) {
            return None;
        }
        let (body, sum) = text.split_at(text.len() - 8);
        (checksum(body) == sum).then(|| Self(text.to_owned()))
    }

    /// The text for its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// SHA-256, which is enough for 160 random bits.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// How it begins.
    pub(super) fn hint(&self) -> String {
        self.0.chars().take(KEY_PREFIX.len() + HINT_DIGITS).collect()
    }
}

fn checksum(body: &str) -> String {
    format!("{:08x}", crc32fast::hash(body.as_bytes()))
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_not_printed() {
        let key = KeySecret::generate().unwrap();
        assert_eq!(key.expose().len(), KEY_PREFIX.len() + 48);
        assert_eq!(KeySecret::parse(key.expose()), Some(key.clone()));
        assert_eq!(format!("{key:?}"), "KeySecret(…)");
        assert!(key.expose().starts_with(&key.hint()) && key.hint().len() == 15);
        assert_ne!(KeySecret::generate().unwrap(), key);
    }

    #[test]
    fn a_text_with_a_mistake_is_no_key() {
        let key = KeySecret::generate().unwrap();
        let wrong = if key.expose().ends_with('0') { '1' } else { '0' };
        let mut mistyped = key.expose().to_owned();
        mistyped.pop();
        mistyped.push(wrong);
        let texts = [
            "",
            KEY_PREFIX,
            &mistyped,
            &key.expose().to_uppercase(),
            &key.expose()[1..],
            &format!("{}0", key.expose()),
            &format!("{KEY_PREFIX}{}", "é".repeat(24)),
        ];
        for text in texts {
            assert_eq!(KeySecret::parse(text), None, "{text}");
        }
    }
}
