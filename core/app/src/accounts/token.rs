//! The secret that a signed-in browser keeps.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::{Error, Result};

const BYTES: usize = 32;

/// 256 random bits. Never logged and never stored; the database knows [`SessionToken::hash`].
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; BYTES]);

impl SessionToken {
    /// A new one, from the operating system's generator.
    ///
    /// # Errors
    /// [`Error::Internal`] when the operating system has no randomness.
    pub(super) fn generate() -> Result<Self> {
        let mut bytes = [0; BYTES];
        SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
        Ok(Self(bytes))
    }

    /// Reads what [`SessionToken::expose`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text for the browser: 43 characters of the URL-safe base64 alphabet.
    #[must_use]
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// SHA-256, which is enough for 256 random bits.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_cookie_and_is_not_printed() {
        let token = SessionToken::generate().unwrap();
        let text = token.expose();
        assert_eq!(text.len(), 43);
        assert_eq!(SessionToken::parse(&text), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
    }

    #[test]
    fn other_texts_are_no_tokens() {
        for text in ["", "abc", "=", &"A".repeat(42), &"A".repeat(44), &"é".repeat(43)] {
            assert_eq!(SessionToken::parse(text), None, "{text}");
        }
    }
}
