//! The account key, kept out of every log line by its type.

use std::fmt;

use http::HeaderValue;

/// A provider key. It can be sent, compared and copied, but not printed: `Debug` shows three stars and there is
/// neither `Display` nor `Serialize`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The text cannot be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Nothing is left after trimming.
    #[error("the provider key is empty")]
    Empty,
    /// Header values are visible ASCII; anything else would be refused before it is sent.
    #[error("the provider key contains characters that a header cannot carry")]
    Characters,
}

impl Secret {
    /// Takes a key as a user pastes it.
    ///
    /// White space around it is dropped, because a trailing newline earns a 401 (provider documentation, read
    /// November 2026). The form `<id>:<secret>` is not checked: the provider treats keys as opaque.
    ///
    /// # Errors
    /// [`SecretError`] when nothing remains or when it cannot be a header value.
    pub fn new(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SecretError::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SecretError::Characters);
        }
        Ok(Self(text.to_owned()))
    }

    /// The `Authorization` value, marked sensitive so that HTTP layers do not print it either.
    pub(crate) fn authorization(&self) -> HeaderValue {
        let mut value = HeaderValue::from_str(&format!("Key {}", self.0)).expect("`new` admits visible ASCII only");
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_key_is_trimmed_and_never_printed() {
        let key = Secret::new(" 4f1c:9a0b\n").unwrap();
        assert_eq!(key.authorization().to_str().unwrap(), "Key 4f1c:9a0b");
        assert!(key.authorization().is_sensitive());
        assert_eq!(format!("{key:?}"), "Secret(***)");
    }

    #[test]
    fn what_a_header_cannot_carry_is_refused() {
        assert_eq!(Secret::new(" \n"), Err(SecretError::Empty));
        assert_eq!(Secret::new("a:b\nX-Other: 1"), Err(SecretError::Characters));
        assert_eq!(Secret::new("a:ü"), Err(SecretError::Characters));
    }
}
