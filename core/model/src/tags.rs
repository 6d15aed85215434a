//! Tags: short words that people put on things to find them again.

/// Tags of one thing at most.
pub const MAX_TAGS: usize = 30;

/// Characters of a tag at most.
pub const MAX_TAG_CHARS: usize = 50;

/// Tags that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagProblem {
    /// There are too many.
    #[error("use at most {MAX_TAGS} tags; there are {0}")]
    TooMany(usize),
    /// One is no tag; holds its place, from 0.
    #[error("a tag has 1 to {MAX_TAG_CHARS} characters, no comma and no control character")]
    NotATag(usize),
}

/// Tags as they are kept: without space around them, and each once whatever its case; the first spelling stays.
///
/// # Errors
/// [`TagProblem`]. What is only space counts as a tag that is none.
pub fn clean_tags(tags: &[String]) -> Result<Vec<String>, TagProblem> {
    let mut kept: Vec<String> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for (place, tag) in tags.iter().enumerate() {
        let tag = tag.trim();
        let chars = tag.chars().count();
        if chars == 0 || chars > MAX_TAG_CHARS || tag.chars().any(|c| c.is_control() || c == ',') {
            return Err(TagProblem::NotATag(place));
        }
        let folded = tag.to_lowercase();
        if !known.contains(&folded) {
            if kept.len() == MAX_TAGS {
                return Err(TagProblem::TooMany(tags.len()));
            }
            known.push(folded);
            kept.push(tag.to_owned());
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn each_tag_is_kept_once_without_space() {
        assert_eq!(
            clean_tags(&tags(&[" Winter", "fox", "WINTER ", "Ärger", "ärger"])),
            Ok(tags(&["Winter", "fox", "Ärger"]))
        );
    }

    #[test]
    fn what_is_no_tag_is_named_by_its_place() {
        for wrong in ["", "  ", "a,b", "a\0", &"x".repeat(51)] {
            assert_eq!(
                clean_tags(&tags(&["fine", wrong])),
                Err(TagProblem::NotATag(1)),
                "{wrong:?}"
            );
        }
        assert_eq!(clean_tags(&tags(&[&"ä".repeat(50)])).map(|kept| kept.len()), Ok(1));
    }

    #[test]
    fn thirty_tags_are_the_most() {
        let mut many: Vec<String> = (0..30).map(|number| number.to_string()).collect();
        many.push("0".to_owned());
        assert_eq!(clean_tags(&many).map(|kept| kept.len()), Ok(30));
        many.push("x".to_owned());
        assert_eq!(clean_tags(&many), Err(TagProblem::TooMany(32)));
    }
}
