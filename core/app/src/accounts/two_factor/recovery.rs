//! Recovery codes: for whoever has lost the app.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};
use studio_model::UserId;

use crate::{Error, Result};

/// How many there are.
const COUNT: usize = 10;
/// Characters of one, of five bits each.
const CHARS: usize = 16;
/// Characters between two hyphens.
const GROUP: usize = 4;
/// Crockford's base 32: nothing in it looks like something else (<https://www.crockford.com/base32.html>, read 2026-11-27).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Ten codes. They exist only here and with their owner.
#[derive(Clone)]
pub struct RecoveryCodes(Vec<String>);

impl RecoveryCodes {
    /// New ones, from the operating system's generator.
    pub(super) fn generate() -> Result<Self> {
        (0..COUNT).map(|_| generate_one()).collect::<Result<_>>().map(Self)
    }

    /// Each as `7k3m-…`, 19 characters.
    #[must_use]
    pub fn expose(&self) -> &[String] {
        &self.0
    }

    pub(super) fn hashes(&self, user_id: UserId) -> Vec<[u8; 32]> {
        self.0.iter().map(|code| hash(user_id, code)).collect()
    }
}

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

fn generate_one() -> Result<String> {
    let mut bytes = [0; CHARS];
    SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    let mut code = String::with_capacity(CHARS + CHARS / GROUP);
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(code)
}

/// SHA-256, which is enough for 80 random bits. Bound to the user, so that nobody's code can be looked for among all.
pub(super) fn hash(user_id: UserId, typed: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(user_id.0.as_bytes());
    hasher.update(normalise(typed).as_bytes());
    hasher.finalize().into()
}

/// As it was meant: without hyphens, spaces and case, and with the digits that letters are taken for.
fn normalise(typed: &str) -> String {
    let meant = |char: char| match char.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).map(meant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_as_they_were_meant() {
        let (ada, bob) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let codes = RecoveryCodes::generate().unwrap();
        let mut hashes = codes.hashes(ada);
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!((codes.expose().len(), hashes.len()), (10, 10));
        assert!(
            codes.expose().iter().all(|code| code.len() == 19),
            "{:?}",
            codes.expose()
        );
        assert_eq!(hash(ada, "01ab-cdef"), hash(ada, " OLAB cdef"));
        assert_ne!(hash(ada, "01ab-cdef"), hash(bob, "01ab-cdef"));
    }
}
