//! Samples of the search page and of what the palette offers.

use studio_model::Shortcuts;

use super::tile;
use crate::views::{FoundGroup, FoundThing, PaletteMenu, SearchPage};

/// What an administrator with a paused queue is offered, and what somebody without keys is.
#[must_use]
pub fn palette_menus() -> Vec<PaletteMenu> {
    let off = Shortcuts {
        is_off: true,
        ..Shortcuts::default()
    };
    vec![
        PaletteMenu::new("1".to_owned(), true, true, &Shortcuts::default()),
        PaletteMenu::new("2".to_owned(), false, false, &off),
    ]
}

/// Before the search, with something of every kind, with nothing, and refused.
#[must_use]
pub fn search_pages() -> Vec<SearchPage> {
    let kinds = vec!["images", "prompts", "projects", "collections", "models"];
    let start = SearchPage {
        q: String::new(),
        only: "",
        kinds: kinds.clone(),
        groups: Vec::new(),
        total: 0,
        problem: None,
        menu: palette_menus().remove(0),
    };
    let groups: Vec<FoundGroup> = kinds.into_iter().map(group).collect();
    vec![
        start.clone(),
        SearchPage {
            q: "owl".to_owned(),
            total: groups.iter().map(|group| group.things.len()).sum(),
            groups,
            ..start.clone()
        },
        SearchPage {
            q: "no <script> at all".to_owned(),
            only: "prompts",
            ..start.clone()
        },
        SearchPage {
            q: "a b c".to_owned(),
            problem: Some("Look for 1 to 20 words, at most 200 characters.".to_owned()),
            ..start
        },
    ]
}

fn group(kind: &'static str) -> FoundGroup {
    let has_picture = matches!(kind, "images" | "projects");
    let thing = |index: usize| FoundThing {
        href: format!("/images/{index}"),
        label: if index == 1 { String::new() } else { tile(index).prompt },
        detail: tile(index).model_name,
        thumb: has_picture.then(|| tile(index).thumb_256),
        icon: "folder",
    };
    FoundGroup {
        kind,
        things: (0..3).map(thing).collect(),
        all_href: matches!(kind, "images" | "prompts" | "projects").then(|| format!("/{kind}?q=owl")),
    }
}
