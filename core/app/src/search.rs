//! Words that are looked for.

use crate::{Error, Result};

/// Words of one search at most.
const MAX_WORDS: usize = 20;

/// What the database looks for: every word of `q`, wherever it stands and in whatever case.
///
/// # Errors
/// [`Error::Invalid`] for a `q` without a word, with too many, or with more than 200 characters.
pub(crate) fn patterns(q: &str) -> Result<Vec<String>> {
    let patterns = studio_db::search::patterns(q);
    if q.chars().count() > 200 || q.contains('\0') || !(1..=MAX_WORDS).contains(&patterns.len()) {
        return Err(Error::invalid(
            "q",
            format!("look for 1 to {MAX_WORDS} words, at most 200 characters"),
        ));
    }
    Ok(patterns)
}
