//! Words that are looked for, as patterns for `ILIKE ALL`.
//!
//! A user has at most some thousand rows of what is searched this way, all of one index range, so each is looked at.

/// A pattern for each word: it may stand anywhere in the text, in any case, and its `%`, `_` and `\` mean themselves.
#[must_use]
pub fn patterns(words: &str) -> Vec<String> {
    words.split_whitespace().map(pattern).collect()
}

fn pattern(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_looked_for_as_it_is() {
        assert_eq!(
            patterns("  red  100%\tmy_fox \\"),
            ["%red%", "%100\\%%", "%my\\_fox%", "%\\\\%"]
        );
        assert_eq!(patterns(" "), [""; 0]);
    }
}
