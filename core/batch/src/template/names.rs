//! Names in templates: which ones a list may have, and which ones nobody gives.

use super::PromptTemplate;

/// The longest name of a list, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 64;

/// A name that works both as a variable and between the underscores of a wildcard.
pub(super) fn is_list_name(name: &str) -> bool {
    name.len() <= MAX_NAME_BYTES
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.contains("__")
        && !name.ends_with('_')
}

/// A complaint for each name that the template needs and nobody gives. A name that the template itself expects to be
/// missing, by `default` or `is defined`, is none.
pub(crate) fn unknown_names(template: &PromptTemplate, source: &str, given: &[&str]) -> Vec<String> {
    let names: Vec<String> = given.iter().map(|name| format!("`{name}`")).collect();
    template
        .needs
        .iter()
        .filter(|name| !given.contains(&name.as_str()) && !may_be_missing(source, name))
        .map(|name| {
            if names.is_empty() {
                return format!("there is no variable `{name}`, nor any other");
            }
            format!("there is no variable `{name}`; there are {}", names.join(", "))
        })
        .collect()
}

pub(super) fn may_be_missing(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let rest = source[at + name.len()..].trim_start();
        if let Some(filter) = rest.strip_prefix('|') {
            return filter.trim_start().starts_with('d');
        }
        let words: Vec<&str> = rest.split_whitespace().take(3).collect();
        matches!(words[..], ["is", test, ..] | ["is", "not", test] if test.contains("defined"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_names_are_letters_digits_and_single_underscores() {
        for name in ["a", "color", "hair_color", "Color2", "x1_y2"] {
            assert!(is_list_name(name), "{name}");
        }
        for name in ["", "_a", "a_", "a__b", "2a", "a-b", "a b", "ä", &"a".repeat(65)] {
            assert!(!is_list_name(name), "{name}");
        }
    }

    #[test]
    fn a_name_with_a_default_may_be_missing() {
        for source in [
            "{{ style|default('oil') }}",
            "{{ style | d }}",
            "{% if style is defined %}{{ style }}{% endif %}",
            "{% if style is not defined %}x{% endif %}",
        ] {
            assert!(may_be_missing(source, "style"), "{source}");
        }
        for source in ["{{ style }}", "{{ style|upper }}", "{% if style is odd %}x{% endif %}"] {
            assert!(!may_be_missing(source, "style"), "{source}");
        }
    }
}
