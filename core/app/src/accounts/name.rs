//! What people are called.

use crate::FieldError;

/// Longest name in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Complains about a name that does not fit, or that does not look like what it is: characters that turn the direction of text
/// around, or that cannot be seen at all.
pub(super) fn check(name: &str) -> Option<FieldError> {
    let is_fine = (1..=MAX_NAME_CHARS).contains(&name.chars().count()) && !name.chars().any(is_trick);
    let message = format!("Use 1 to {MAX_NAME_CHARS} characters on one line, without invisible ones.");
    (!is_fine).then(|| FieldError::new("name", message))
}

/// Controls; marks, embeddings, overrides and isolates of direction (Unicode Standard Annex 9, read 2026-11-27); separators of lines
/// and paragraphs; spaces without width, apart from the joiners that scripts and emoji need.
fn is_trick(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_are_fine() {
        for name in [
            "Ada",
            "Jürgen O'Neill-Śmith",
            "李小龙",
            "محمد",
            "עדה",
            "می‌خواهم",
            "👩‍🎨",
            &"x".repeat(100),
        ] {
            assert_eq!(check(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_trick_readers_are_not() {
        for name in [
            "",
            "a\nb",
            "a\u{0}",
            "user\u{202E}nimda",
            "\u{2066}admin\u{2069}",
            "admin\u{200B}",
            "\u{FEFF}admin",
            "\u{3164}",
            "a\u{2028}b",
            &"x".repeat(101),
        ] {
            assert!(check(name).is_some(), "{name:?}");
        }
    }
}
