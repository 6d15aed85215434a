//! Text that came from the provider and may echo what a user typed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A message of the provider. It may quote prompts and image addresses, so it belongs on the screen of the user it
/// concerns and in no log: `Debug` shows its length only, there is no `Display`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderText(String);

impl ProviderText {
    /// Longest text kept, in bytes. Our own bound: the provider quotes whole inputs, data URIs included.
    pub const MAX_BYTES: usize = 2_000;

    /// Keeps the text, cut at [`Self::MAX_BYTES`] on a character boundary.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let end = text.floor_char_boundary(Self::MAX_BYTES);
        Self(text[..end].to_owned())
    }

    /// The text itself, for the user's eyes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the provider said nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for ProviderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

impl From<&str> for ProviderText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_words() {
        assert_eq!(format!("{:?}", ProviderText::new("a secret prompt")), "<15 bytes>");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        let text = ProviderText::new(&"é".repeat(ProviderText::MAX_BYTES));
        assert_eq!(text.as_str().len(), ProviderText::MAX_BYTES);
        assert_eq!(
            ProviderText::new(&format!("x{}", text.as_str())).as_str().len(),
            ProviderText::MAX_BYTES - 1
        );
    }
}
