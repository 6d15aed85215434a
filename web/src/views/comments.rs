//! What people say about a picture.

use chrono::{DateTime, Utc};
use linkify::{LinkFinder, LinkKind};
use serde::Serialize;

/// The comments on the page of a picture.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Comments {
    /// All there are.
    pub count: u64,
    /// Some of them, newest first.
    pub lines: Vec<CommentLine>,
    /// The page of the picture with older ones.
    pub older_href: Option<String>,
    /// A new comment as it was typed, when it was refused.
    pub typed: String,
    /// What was wrong with it.
    pub error: Option<String>,
}

/// A comment.
#[derive(Debug, Clone, Serialize)]
pub struct CommentLine {
    pub id: String,
    pub author_name: String,
    /// The reader may change it.
    pub is_mine: bool,
    /// As it is shown.
    pub parts: Vec<TextPart>,
    /// As it is changed: stored or typed.
    pub text: String,
    /// The version that is changed.
    pub version: String,
    pub created_at: DateTime<Utc>,
    pub is_changed: bool,
    /// What was wrong with the change.
    pub error: Option<String>,
}

/// A piece of a text that people wrote: words, or an address to follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextPart {
    pub text: String,
    /// Only of the web.
    pub href: Option<String>,
}

/// Finds the addresses of web pages in a text.
#[must_use]
pub fn text_parts(text: &str) -> Vec<TextPart> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let is_of_web = |text: &str| {
        let start: String = text.chars().take(8).flat_map(char::to_lowercase).collect();
        start.starts_with("https://") || start.starts_with("http://")
    };
    let parts = finder.spans(text).map(|span| TextPart {
        text: span.as_str().to_owned(),
        href: (span.kind().is_some() && is_of_web(span.as_str())).then(|| span.as_str().to_owned()),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let parts = text_parts("See (https://example.org/a?b=c), javascript:alert(1) and ftp://x.org.");
        let links: Vec<_> = parts.iter().filter_map(|part| part.href.as_deref()).collect();
        assert_eq!(links, ["https://example.org/a?b=c"]);
        let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(
            whole,
            "See (https://example.org/a?b=c), javascript:alert(1) and ftp://x.org."
        );
        assert_eq!(text_parts("no link").len(), 1);
    }
}
