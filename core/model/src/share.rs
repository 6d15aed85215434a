//! Links by which others see what is shared: their tokens, and what they are to.

use std::fmt;

use crate::{ImageId, ProjectId};

/// What a link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShareTarget {
    /// One picture.
    Image(ImageId),
    /// A project with its pictures.
    Project(ProjectId),
}

/// The part of a link's address that nobody can guess: 144 random bits, written as 24 characters of the URL-safe base64 alphabet,
/// so that every such text is one token and no token has two spellings.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ShareToken(String);

impl ShareToken {
    /// Random bytes of a token.
    pub const BYTES: usize = 18;
    /// Characters of a token.
    pub const CHARS: usize = 24;

    /// `None` for what is no token of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_of_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (text.len() == Self::CHARS && text.bytes().all(is_of_alphabet)).then(|| Self(text.to_owned()))
    }

    /// As it stands in the link.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Not the token itself: it must not reach the log.
impl fmt::Debug for ShareToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShareToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_24_characters_of_the_alphabet_are_a_token() {
        let text = "AZaz09-_AZaz09-_AZaz09-_";
        let token = ShareToken::parse(text).unwrap();
        assert_eq!(token.expose(), text);
        assert_eq!(format!("{token:?}"), "ShareToken(…)");
        for other in [
            "",
            &text[1..],
            &format!("{text}A"),
            "AZaz09+/AZaz09-_AZaz09-_",
            &"ä".repeat(12),
        ] {
            assert_eq!(ShareToken::parse(other), None, "{other}");
        }
    }
}
