//! What owners may say about their pictures: names, descriptions, notes, tags and ratings.
//!
//! What a newcomer gets wrong: tags are compared as they are stored, so they are brought into one form here and nowhere else.

/// Characters of a picture's name at most.
pub const MAX_IMAGE_NAME: usize = 200;

/// Characters of the text that stands for a picture at most.
pub const MAX_ALT_TEXT: usize = 1000;

/// Characters of the notes on a picture at most.
pub const MAX_IMAGE_NOTES: usize = 10_000;

/// Tags of a picture at most.
pub const MAX_IMAGE_TAGS: usize = 30;

/// Characters of a tag at most.
pub const MAX_TAG: usize = 50;

/// A list that cannot be tags.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// Too many.
    #[error("use at most {most} tags; there are {0}", most = MAX_IMAGE_TAGS)]
    TooMany(usize),
    /// One is too long; its beginning.
    #[error("use at most {most} characters for a tag; `{0}…` has more", most = MAX_TAG)]
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
        if tag.chars().count() > MAX_TAG {
            return Err(TagProblem::TooLong(tag.chars().take(20).collect()));
        }
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > MAX_IMAGE_TAGS {
        return Err(TagProblem::TooMany(kept.len()));
    }
    Ok(kept)
}

/// A rating as it is stored; `None` outside 1 to 5.
#[must_use]
pub fn rating(stars: i64) -> Option<i16> {
    i16::try_from(stars).ok().filter(|stars| (1..=5).contains(stars))
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

    #[test]
    fn ratings_are_1_to_5() {
        assert_eq!(
            [0, 1, 5, 6, -1, 70_000].map(rating),
            [None, Some(1), Some(5), None, None, None]
        );
    }
}
