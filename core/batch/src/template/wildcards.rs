//! Wildcards: `__color__` in a prompt becomes a random value of the list `color`.

use std::{borrow::Cow, collections::BTreeMap};

use super::names::{MAX_NAME_BYTES, is_list_name};
use crate::draw::Draws;

/// The names between double underscores in this text, in order, as they could name lists.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = split(rest)?;
        rest = after;
        Some(name)
    })
}

/// The text with every wildcard that names a list filled in, each drawn by itself; `None` where it would be longer than
/// `max_bytes`. Wildcards inside the values put in stay as they are.
pub(super) fn fill<'a>(
    text: &'a str,
    lists: &BTreeMap<String, Vec<String>>,
    draws: &mut Draws,
    max_bytes: usize,
) -> Option<Cow<'a, str>> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = split(rest) {
        filled.push_str(before);
        match lists.get(name).map(Vec::as_slice) {
            None | Some([]) => filled.push_str(&rest[before.len()..rest.len() - after.len()]),
            Some(values) => filled.push_str(&values[draws.index(values.len())]),
        }
        if filled.len() > max_bytes {
            return None;
        }
        rest = after;
    }
    if filled.is_empty() && rest.len() == text.len() {
        return (text.len() <= max_bytes).then_some(Cow::Borrowed(text));
    }
    filled.push_str(rest);
    (filled.len() <= max_bytes).then_some(Cow::Owned(filled))
}

/// What is before the first wildcard, its name, and what comes after.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("__").map(|at| from + at) {
        let inside = &text[at + 2..];
        let name = inside.split("__").next().unwrap_or_default();
        let is_closed = name.len() < inside.len() && name.len() <= MAX_NAME_BYTES;
        if is_closed && is_list_name(name) {
            return Some((&text[..at], name, &inside[name.len() + 2..]));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Purpose;

    #[test]
    fn wildcards_are_found_between_double_underscores() {
        let check = |text: &str, expected: &[&str]| assert_eq!(names(text).collect::<Vec<_>>(), expected, "{text}");
        check("a __color__ cat", &["color"]);
        check("__a____b__", &["a", "b"]);
        check("____a____", &["a"]);
        check("__hair_color__,__x1__", &["hair_color", "x1"]);
        check("snake_case, __open, __not a name__ and __", &[]);
        check("é__a__é", &["a"]);
    }

    #[test]
    fn only_names_of_lists_are_filled_in() {
        let lists = BTreeMap::from([
            ("a".to_owned(), vec!["<__b__>".to_owned()]),
            ("empty".to_owned(), vec![]),
        ]);
        let mut draws = Draws::new(1, Purpose::Wildcards, 0);
        let mut check = |text: &str, expected: &str| {
            assert_eq!(fill(text, &lists, &mut draws, 100).as_deref(), Some(expected), "{text}");
        };
        check("x __a__ y __a__", "x <__b__> y <__b__>");
        check("__init__ __a__", "__init__ <__b__>");
        check("__empty__", "__empty__");
        check("nothing", "nothing");
    }

    #[test]
    fn filling_in_stops_at_the_bound() {
        let lists = BTreeMap::from([("a".to_owned(), vec!["x".repeat(60)])]);
        let mut draws = Draws::new(1, Purpose::Wildcards, 0);
        assert_eq!(fill("__a____a__", &lists, &mut draws, 100), None);
        assert_eq!(fill("__a__", &lists, &mut draws, 10), None);
        assert_eq!(fill("longer than ten", &lists, &mut draws, 10), None);
    }
}
