//! The `Content-Disposition` header of a download (RFC 6266, RFC 8187).

use std::fmt::Write;

/// Longest file name sent, in characters. Common file systems take 255 bytes.
const MAX_CHARS: usize = 120;

/// `attachment` with the file name twice: plain for old clients, percent-encoded UTF-8 for all others.
/// Control characters and path separators are replaced, an empty name becomes `download`, a long one is cut.
///
/// ```
/// assert_eq!(
///     studio_storage::attachment("Zürich 1.png"),
///     "attachment; filename=\"Z_rich 1.png\"; filename*=UTF-8''Z%C3%BCrich%201.png"
/// );
/// ```
#[must_use]
pub fn attachment(filename: &str) -> String {
    let name = clean(filename);
    let plain: String = name.chars().map(plain_char).collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        percent_encode(&name)
    )
}

fn clean(filename: &str) -> String {
    let replaced = filename.trim().chars().map(|c| {
        if c.is_control() || matches!(c, '/' | '\\') {
            '_'
        } else {
            c
        }
    });
    let name: String = replaced.take(MAX_CHARS).collect();
    if name.is_empty() { "download".to_owned() } else { name }
}

/// Quotes would end the plain form, and some clients decode percent signs in it.
fn plain_char(c: char) -> char {
    if c.is_ascii() && !matches!(c, '"' | '%') {
        c
    } else {
        '_'
    }
}

/// Encodes all but the `attr-char` of RFC 8187 that are letters, digits or one of `-._`.
fn percent_encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filename: &str, expected: &str) {
        assert_eq!(attachment(filename), format!("attachment; {expected}"), "{filename:?}");
    }

    #[test]
    fn plain_names_stay() {
        check("fox-1.png", "filename=\"fox-1.png\"; filename*=UTF-8''fox-1.png");
    }

    #[test]
    fn names_cannot_break_out_of_the_header() {
        check(
            "a\"; x=\"b\r\nSet-Cookie: c",
            "filename=\"a_; x=_b__Set-Cookie: c\"; filename*=UTF-8''a%22%3B%20x%3D%22b__Set-Cookie%3A%20c",
        );
        check(
            "../../etc/passwd",
            "filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd",
        );
    }

    #[test]
    fn any_script_survives() {
        check("狐.webp", "filename=\"_.webp\"; filename*=UTF-8''%E7%8B%90.webp");
    }

    #[test]
    fn empty_and_endless_names_are_tamed() {
        check("  ", "filename=\"download\"; filename*=UTF-8''download");
        assert!(attachment(&"ü".repeat(10_000)).len() < 1000);
    }
}
