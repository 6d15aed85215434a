//! The keys of pages: what they do, from the one list that the browser's side reads, too (`frontend/src/shortcuts.json`).
//!
//! What a newcomer gets wrong: only the first half of the list can be changed. Keys of the second half belong to something that has
//! the focus, or have a modifier; they are listed so that the help names them and nobody takes them.

use std::sync::LazyLock;

use serde::Deserialize;
use studio_model::{ShortcutRegistry, Shortcuts};

/// Something that keys do on every page.
#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    /// Part of the message's name.
    pub(crate) id: String,
    /// The usual keys: one, or two with a space between them.
    pub(crate) keys: String,
    /// The page that they lead to, if that is what they do.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the browser goes there; a test compares it with the paths")
    )]
    pub(crate) href: Option<String>,
}

/// Something that keys do where they cannot be changed.
#[derive(Debug, Deserialize)]
pub(crate) struct FixedKeys {
    /// Where; part of the message's name.
    pub(crate) context: String,
    /// Part of the message's name.
    pub(crate) id: String,
    /// Any of these; those of one are held together.
    pub(crate) keys: Vec<String>,
}

/// The list.
#[derive(Debug, Deserialize)]
pub(crate) struct Keys {
    pub(crate) acts: Vec<Act>,
    pub(crate) fixed: Vec<FixedKeys>,
}

/// All of them.
pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../frontend/src/shortcuts.json")).expect("a test reads the file")
});

/// What can be changed, and which keys are taken: those that something with the focus uses, and the quick search of a browser.
pub(crate) fn registry() -> ShortcutRegistry {
    let single = KEYS.fixed.iter().flat_map(|fixed| &fixed.keys);
    let single = single.filter(|keys| keys.chars().count() == 1).cloned();
    ShortcutRegistry {
        usual: KEYS.acts.iter().map(|act| (act.id.clone(), act.keys.clone())).collect(),
        reserved: single.chain(["'".to_owned()]).collect(),
    }
}

/// The keys of a user for what has this id, one by one; none when they are switched off.
pub(crate) fn keys_of(shortcuts: &Shortcuts, id: &str) -> Vec<String> {
    let act = KEYS.acts.iter().find(|act| act.id == id).filter(|_| !shortcuts.is_off);
    let keys = act.map_or("", |act| shortcuts.keys_of(id, &act.keys));
    keys.split_whitespace().map(str::to_owned).collect()
}

/// What the browser's side is told: `off`, the keys that differ as JSON, or nothing.
pub(crate) fn told(shortcuts: &Shortcuts) -> String {
    if shortcuts.is_off {
        "off".to_owned()
    } else if shortcuts.keys.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&shortcuts.keys).expect("texts are JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn the_list_leads_to_pages_and_has_no_key_twice() {
        for act in &KEYS.acts {
            let name = act.id.replace("go-", "").replace('-', "_");
            let expected = match name.as_str() {
                "settings" => Some(paths::settings("account")),
                name => paths::named(name, "").filter(|_| act.href.is_some()),
            };
            assert_eq!(act.href, expected, "{}", act.id);
        }
        let usual = registry().usual;
        assert_eq!(usual.len(), KEYS.acts.len());
        let changed = usual.iter().map(|(id, keys)| (id.clone(), format!("{keys} ")));
        let all = Shortcuts {
            is_off: false,
            keys: changed.collect(),
        };
        assert_eq!(all.check(&registry()), Ok(Shortcuts::default()));
        // What is as usual is not compared; exchanging two makes the check look at each.
        for (id, keys) in &usual {
            let clash = usual
                .iter()
                .filter(|(other, _)| *other != id)
                .find(|(_, other)| *other == keys || other.starts_with(&format!("{keys} ")));
            assert_eq!(clash, None, "{id}");
            assert!(!registry().reserved.contains(keys), "{id}");
        }
    }

    #[test]
    fn the_browser_is_told_what_differs() {
        let mut shortcuts = Shortcuts::default();
        assert_eq!(told(&shortcuts), "");
        assert_eq!(keys_of(&shortcuts, "go-queue"), ["g", "q"]);
        shortcuts.keys.insert("go-queue".to_owned(), "w".to_owned());
        assert_eq!(told(&shortcuts), r#"{"go-queue":"w"}"#);
        assert_eq!(keys_of(&shortcuts, "go-queue"), ["w"]);
        shortcuts.is_off = true;
        assert_eq!(
            (told(&shortcuts).as_str(), keys_of(&shortcuts, "go-queue").len()),
            ("off", 0)
        );
    }
}
