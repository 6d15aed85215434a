//! Keys that do something on every page, and what a user may change about them.
//!
//! One key, or two that are pressed one after the other: `n`, `g q`. None has a modifier, so they would get in the way of people
//! who speak to their computer: all can be switched off, and each can be moved (WCAG 2.1.4).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What a user changed. The default is what somebody has who never did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shortcuts {
    /// None of them does anything.
    pub is_off: bool,
    /// Other keys, by the name of what they do; no keys at all where the text is empty.
    pub keys: BTreeMap<String, String>,
}

/// What keys can do, and which keys are taken.
#[derive(Clone, Debug, Default)]
pub struct ShortcutRegistry {
    /// The usual keys, by the name of what they do.
    pub usual: BTreeMap<String, String>,
    /// Keys that do something else on some pages.
    pub reserved: BTreeSet<String>,
}

/// Why keys cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// There is nothing of that name to do.
    #[error("there is no such shortcut")]
    Unknown,
    /// More than two keys, or something that is no single character.
    #[error("use one character, or two with a space between them")]
    NotKeys,
    /// The key does something else somewhere.
    #[error("this key does something else on some pages")]
    Reserved,
    /// Another shortcut has these keys, or begins with them, or the other way round.
    #[error("these keys are in the way of another shortcut")]
    Collides {
        /// The name of the other one.
        with: String,
    },
}

impl Shortcuts {
    /// The keys of what has the usual ones `usual`; empty for none.
    #[must_use]
    pub fn keys_of<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.keys.get(name).map_or(usual, String::as_str)
    }

    /// The same, written in one way, with nothing that is as usual.
    ///
    /// # Errors
    /// What is wrong with keys, by the name of what they should do. Of two that collide, the one that was changed is named, or both.
    pub fn check(self, registry: &ShortcutRegistry) -> Result<Self, BTreeMap<String, KeyProblem>> {
        let mut problems = BTreeMap::new();
        let mut changed = BTreeMap::new();
        for (name, keys) in self.keys {
            let keys = normalize(&keys);
            match problem(registry, &name, &keys) {
                Some(problem) => drop(problems.insert(name, problem)),
                None if registry.usual.get(&name) == Some(&keys) => {}
                None => drop(changed.insert(name, keys)),
            }
        }
        for (name, keys) in &changed {
            let others = registry.usual.iter().filter(|(other, _)| *other != name);
            let collides =
                |(other, usual): &(&String, &String)| are_in_the_way(keys, changed.get(*other).unwrap_or(usual));
            if let Some((with, _)) = others.into_iter().find(collides) {
                problems.insert(name.clone(), KeyProblem::Collides { with: with.clone() });
            }
        }
        if problems.is_empty() {
            Ok(Self { keys: changed, ..self })
        } else {
            Err(problems)
        }
    }
}

fn normalize(keys: &str) -> String {
    keys.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn problem(registry: &ShortcutRegistry, name: &str, keys: &str) -> Option<KeyProblem> {
    let parts: Vec<&str> = keys.split(' ').filter(|part| !part.is_empty()).collect();
    let is_key = |part: &&str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|letter| !letter.is_control()) && letters.next().is_none()
    };
    if !registry.usual.contains_key(name) {
        Some(KeyProblem::Unknown)
    } else if parts.len() > 2 || !parts.iter().all(is_key) {
        Some(KeyProblem::NotKeys)
    } else if parts.first().is_some_and(|first| registry.reserved.contains(*first)) {
        Some(KeyProblem::Reserved)
    } else {
        None
    }
}

/// Whoever presses the keys of one would set off the other.
fn are_in_the_way(a: &str, b: &str) -> bool {
    let begins =
        |long: &str, short: &str| long == short || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    !a.is_empty() && !b.is_empty() && (begins(a, b) || begins(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, keys): &(&str, &str)| ((*name).to_owned(), (*keys).to_owned());
        pairs.iter().map(owned).collect()
    }

    fn check(pairs: &[(&str, &str)]) -> Result<BTreeMap<String, String>, BTreeMap<String, KeyProblem>> {
        let registry = ShortcutRegistry {
            usual: texts(&[("queue", "g q"), ("prompts", "g p"), ("make", "n"), ("help", "?")]),
            reserved: BTreeSet::from(["b".to_owned()]),
        };
        let wanted = Shortcuts {
            is_off: false,
            keys: texts(pairs),
        };
        wanted.check(&registry).map(|fine| fine.keys)
    }

    #[test]
    fn only_what_differs_is_kept_and_written_in_one_way() {
        let kept = check(&[("queue", " G  q "), ("make", "M"), ("help", "")]).unwrap();
        assert_eq!(kept, texts(&[("make", "m"), ("help", "")]));
        assert_eq!(
            check(&[("queue", "g p"), ("prompts", "g q")]).unwrap().len(),
            2,
            "they can change places"
        );
    }

    #[test]
    fn what_cannot_be_is_named() {
        let collides = |with: &str| KeyProblem::Collides { with: with.to_owned() };
        for (name, keys, expected) in [
            ("home", "h", KeyProblem::Unknown),
            ("make", "a b c", KeyProblem::NotKeys),
            ("make", "esc", KeyProblem::NotKeys),
            ("make", "b", KeyProblem::Reserved),
            ("make", "b x", KeyProblem::Reserved),
            ("make", "g q", collides("queue")),
            ("make", "g", collides("prompts")),
            ("queue", "n q", collides("make")),
        ] {
            let problems = check(&[(name, keys)]).unwrap_err();
            assert_eq!(
                problems,
                BTreeMap::from([(name.to_owned(), expected)]),
                "{name}: {keys}"
            );
        }
        let both = check(&[("make", "x"), ("help", "x")]).unwrap_err();
        assert_eq!(both.len(), 2);
    }
}
