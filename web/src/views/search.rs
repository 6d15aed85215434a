//! Finding things: the page of a search, what the command palette finds, and what the palette offers by itself.

use serde::Serialize;
use studio_model::Shortcuts;

use super::{PartView, SettingsTab, Thumb, View};
use crate::{paths, shortcuts};

/// The search page, and the part of it that goes into the palette.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage {
    /// As typed; may be empty.
    pub q: String,
    /// The only kind that is looked for; empty for all. One of [`Self::kinds`].
    pub only: &'static str,
    /// All kinds, part of messages' names.
    pub kinds: Vec<&'static str>,
    /// What was found, by kind; kinds without anything are left out.
    pub groups: Vec<FoundGroup>,
    /// Things in all groups.
    pub total: usize,
    /// Why nothing was looked for, a sentence for the user.
    pub problem: Option<String>,
    /// What can be gone to and done; empty in a part.
    pub menu: PaletteMenu,
}

impl View for SearchPage {
    const PAGE: &'static str = "pages/search/page.html";
}

impl PartView for SearchPage {
    const PART: &'static str = "pages/search/_found.html";
}

/// What was found of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct FoundGroup {
    /// Part of messages' names.
    pub kind: &'static str,
    /// What fits best first.
    pub things: Vec<FoundThing>,
    /// Where there are more of them, with filters.
    pub all_href: Option<String>,
}

/// Something that was found.
#[derive(Debug, Clone, Serialize)]
pub struct FoundThing {
    /// Its page.
    pub href: String,
    /// What it is called; never empty but for a picture without words.
    pub label: String,
    /// What tells it from others of that name; may be empty.
    pub detail: String,
    /// A small picture of it.
    pub thumb: Option<Thumb>,
    /// The symbol where there is no picture.
    pub icon: &'static str,
}

/// What the palette offers by itself.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PaletteMenu {
    /// Pages that the user may see.
    pub rooms: Vec<Entry>,
    /// Places to make something new.
    pub makes: Vec<Entry>,
    /// The user's queue is paused.
    pub is_paused: bool,
    /// Whose choices are remembered in this browser; an opaque text.
    pub owner: String,
}

impl PaletteMenu {
    /// The menu of a user.
    #[must_use]
    pub fn new(owner: String, is_admin: bool, is_paused: bool, keys: &Shortcuts) -> Self {
        let for_administrators = if is_admin { &ADMIN_ROOMS[..] } else { &[] };
        let settings = SettingsTab::ALL.map(SettingsTab::as_str).map(|tab| Entry {
            id: "settings",
            tab,
            icon: "settings",
            href: paths::settings(tab),
            keys: match tab {
                "account" => shortcuts::keys_of(keys, "go-settings"),
                _ => Vec::new(),
            },
        });
        let rooms = ROOMS.iter().chain(for_administrators);
        let rooms = rooms.map(|room| Entry::of(room, &format!("go-{}", room.0), keys));
        let makes = MAKES
            .iter()
            .map(|make| Entry::of(make, &make.0.replace('_', "-"), keys));
        Self {
            rooms: rooms.chain(settings).collect(),
            makes: makes.collect(),
            is_paused,
            owner,
        }
    }
}

impl View for PaletteMenu {
    const PAGE: &'static str = "pages/search/_palette.html";
}

/// A page to go to.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Part of the message's name.
    pub id: &'static str,
    /// Which tab of the settings it is; empty for other pages.
    pub tab: &'static str,
    pub icon: &'static str,
    pub href: String,
    /// The keys that lead there, one after the other; may be empty.
    pub keys: Vec<String>,
}

impl Entry {
    fn of((id, icon): &(&'static str, &'static str), shortcut: &str, keys: &Shortcuts) -> Self {
        Self {
            id,
            tab: "",
            icon,
            href: paths::named(id, "").unwrap_or_default(),
            keys: shortcuts::keys_of(keys, shortcut),
        }
    }
}

/// Pages of everybody by the names of their paths, with their symbols.
const ROOMS: [(&str, &str); 14] = [
    ("generate", "sparkles"),
    ("gallery", "images"),
    ("projects", "folder"),
    ("collections", "layout-grid"),
    ("prompts", "text-quote"),
    ("queue", "list-video"),
    ("batches", "layers"),
    ("schedules", "calendar-clock"),
    ("recipes", "workflow"),
    ("models", "blocks"),
    ("credits", "coins"),
    ("shares", "link"),
    ("notifications", "bell"),
    ("trash", "trash-2"),
];

/// Pages of administrators.
const ADMIN_ROOMS: [(&str, &str); 3] = [("plugins", "plug"), ("people", "users"), ("audit", "shield-check")];

/// Forms for something new.
const MAKES: [(&str, &str); 7] = [
    ("new_generation", "sparkles"),
    ("new_batch", "layers"),
    ("new_project", "folder"),
    ("new_collection", "layout-grid"),
    ("new_prompt", "text-quote"),
    ("new_schedule", "calendar-clock"),
    ("new_recipe", "workflow"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_leads_somewhere_and_administrators_see_more() {
        let everybody = PaletteMenu::new(String::new(), false, false, &Shortcuts::default());
        let administrator = PaletteMenu::new(String::new(), true, false, &Shortcuts::default());
        for entry in administrator.rooms.iter().chain(&administrator.makes) {
            assert!(entry.href.starts_with('/'), "{entry:?}");
        }
        assert_eq!(administrator.rooms.len(), everybody.rooms.len() + ADMIN_ROOMS.len());
    }
}
