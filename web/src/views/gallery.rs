//! The user's pictures, page by page.

use serde::Serialize;

use super::{ImageTile, PartView, View};
use crate::paths;

/// One page of the gallery; also what is added to it when scrolling.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryPage {
    /// Newest first; 48 on a full page.
    pub tiles: Vec<ImageTile>,
    /// The keyset cursor of the next page; `None` on the last one.
    pub next_cursor: Option<String>,
    /// All pictures of the user.
    pub total: u64,
    /// This page's number, from 1.
    pub page: u32,
    /// The address of the next page.
    pub next_href: Option<String>,
    /// The next page loads by itself when its place is scrolled near. Every third page waits for a button, so that the
    /// end of the page can be reached.
    pub is_auto: bool,
    /// The picture that was just thrown away, and can be taken back.
    pub trashed: Option<String>,
    /// What was just done to many pictures, and can be taken back.
    pub undo: Option<UndoOffer>,
    /// Pictures can be chosen.
    pub is_selecting: bool,
    /// The address in which they can, or no longer.
    pub select_href: String,
    /// The address of the list.
    pub here: String,
    /// Its parameters.
    pub address: Vec<(String, String)>,
    /// What limits the list, and its order.
    pub filter: GalleryFilter,
    /// Why the address makes no sense, a sentence for the user.
    pub problem: Option<String>,
}

/// A change of many pictures that can be taken back.
#[derive(Debug, Clone, Serialize)]
pub struct UndoOffer {
    pub token: String,
    /// Pictures that changed.
    pub changed: u64,
}

/// The bar over the list; texts are as in the address.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GalleryFilter {
    pub q: String,
    pub from: String,
    pub to: String,
    pub model_id: String,
    pub project_id: String,
    pub tag: String,
    pub favorites: bool,
    pub aspect: String,
    pub resolution: String,
    pub rating: String,
    /// `image`, `video`, or empty for both.
    pub kind: String,
    /// `date`, `name`, `rating` or `model`.
    pub sort: String,
    /// `asc` or `desc`.
    pub order: String,
    /// Ids and names of all models.
    pub models: Vec<(String, String)>,
    /// Ids and names of the user's projects.
    pub projects: Vec<(String, String)>,
    /// Tags that the user has.
    pub tags: Vec<String>,
    /// What limits the list now.
    pub chips: Vec<FilterChip>,
}

/// One thing that limits the list, and the list without it.
#[derive(Debug, Clone, Serialize)]
pub struct FilterChip {
    /// The parameter, part of the message's name.
    pub kind: String,
    /// Its value for people.
    pub value: String,
    pub href: String,
}

impl GalleryPage {
    /// Pages that load by themselves before one waits for a button.
    const AUTO_PAGES: u32 = 3;

    /// A page of the gallery. `page` is the query parameter of that name, 1 when it is missing.
    #[must_use]
    pub fn new(tiles: Vec<ImageTile>, next_cursor: Option<String>, total: u64, page: u32) -> Self {
        let page = page.max(1);
        let next_href = next_cursor
            .as_deref()
            .map(|cursor| paths::gallery_after(cursor, page.saturating_add(1)));
        let is_auto = !page.is_multiple_of(Self::AUTO_PAGES);
        Self {
            tiles,
            next_cursor,
            total,
            page,
            next_href,
            is_auto,
            trashed: None,
            undo: None,
            is_selecting: false,
            select_href: format!("{}?select=1", paths::GALLERY),
            here: paths::GALLERY.to_owned(),
            address: Vec::new(),
            filter: GalleryFilter::default(),
            problem: None,
        }
    }
}

impl View for GalleryPage {
    const PAGE: &'static str = "pages/gallery/page.html";
}

impl PartView for GalleryPage {
    const PART: &'static str = "pages/gallery/_tiles.html";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_third_page_waits_for_a_button() {
        let auto = |page| GalleryPage::new(Vec::new(), Some("c".to_owned()), 0, page).is_auto;
        assert_eq!([1, 2, 3, 4, 5, 6].map(auto), [true, true, false, true, true, false]);
    }

    #[test]
    fn the_last_page_leads_nowhere() {
        assert_eq!(GalleryPage::new(Vec::new(), None, 0, 0).next_href, None);
    }
}
