//! Tags: short words that people put on things to find them again.
//!
//! What a newcomer gets wrong: tags are compared as they are stored, so they are brought into one form here and nowhere else.

/// Tags of one thing at most.
pub const MAX_TAGS: usize = 30;

/// Characters of a tag at most.
pub const MAX_TAG_CHARS: usize = 50;

/// A list that cannot be tags.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// Too many.
    #[error("use at most {most} tags; there are {0}", most = MAX_TAGS)]
    TooMany(usize),
    /// One is too long; its beginning.
    #[error("use at most {most} characters for a tag; `{0}…` has more", most = MAX_TAG_CHARS)]
    TooLong(String),
    /// One has a comma or a control character.
    #[error("a tag has no commas and no control characters")]
    Character,
}

/// Tags in the form in which they are kept: lower case, single spaces, each once, in the order given. Empty ones are left out.
///
/// # Errors
/// [`TagProblem`] for the first thing that is wrong.
pub fn normalize_tags<'a>(tags: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, TagProblem> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        if tag.contains(|c: char| c == ',' || (c.is_control() && !c.is_whitespace())) {
            return Err(TagProblem::Character);
        }
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if tag.chars().count() > MAX_TAG_CHARS {
            return Err(TagProblem::TooLong(tag.chars().take(20).collect()));
        }
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > MAX_TAGS {
        return Err(TagProblem::TooMany(kept.len()));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_one_form() {
        let tags = normalize_tags([" Night  Sky ", "night sky", "", "\u{c4}rger"]);
        assert_eq!(tags, Ok(vec!["night sky".to_owned(), "\u{e4}rger".to_owned()]));
        assert_eq!(normalize_tags(["a,b"]), Err(TagProblem::Character));
        assert_eq!(normalize_tags(["a\0b"]), Err(TagProblem::Character));
        let long = "x".repeat(51);
        assert_eq!(
            normalize_tags([long.as_str()]),
            Err(TagProblem::TooLong("x".repeat(20)))
        );
        let many: Vec<String> = (0..31).map(|number| number.to_string()).collect();
        let many = normalize_tags(many.iter().map(String::as_str));
        assert_eq!(many, Err(TagProblem::TooMany(31)));
    }
}
