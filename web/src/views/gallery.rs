//! The user's pictures, page by page.

use minijinja::context;
use serde::Serialize;

use super::{Frame, ImageTile, PartView, View};
use crate::paths;
use crate::templates::{RenderError, Templates, value};

/// One page of the gallery; also what is added to it when scrolling.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryPage {
    /// The pictures; 48 at the most.
    pub groups: Vec<TileGroup>,
    /// `grid`, `masonry` or `list`.
    pub view: String,
    /// The list is sorted by date, so its pictures stand under days and one can go to one.
    pub is_by_date: bool,
    /// The day that the list begins with, such as `2026-11-12`; empty when it begins at its start.
    pub at: String,
    /// The reader's day.
    pub today: String,
    /// The list from its start, when it begins elsewhere.
    pub start_href: Option<String>,
    /// The next pictures before the place where the list begins.
    pub before: Option<DayLink>,
    /// What the list can be sorted by.
    pub sorts: Vec<SortLink>,
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
    /// Ids and names of the user's collections, while pictures can be chosen.
    pub collections: Vec<(String, String)>,
    /// The address of the list.
    pub here: String,
    /// Its parameters.
    pub address: Vec<(String, String)>,
    /// What limits the list, and its order.
    pub filter: GalleryFilter,
    /// Why the address makes no sense, a sentence for the user.
    pub problem: Option<String>,
}

/// Pictures that stand together: of one day, or all of a page.
#[derive(Debug, Clone, Serialize)]
pub struct TileGroup {
    /// The day, where it is to be said.
    pub day: Option<DayHead>,
    pub tiles: Vec<ImageTile>,
}

/// A day over its pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayHead {
    /// As in `<time datetime>`: `2026-11-12`.
    pub date: String,
    /// `today`, `yesterday`, or empty.
    pub relation: String,
    /// 1 to 31.
    pub day: u32,
    /// 1 to 12.
    pub month: u32,
    /// Text, because years are not grouped by thousands.
    pub year: String,
}

/// The list from another day on.
#[derive(Debug, Clone, Serialize)]
pub struct DayLink {
    pub day: DayHead,
    pub href: String,
}

/// The list in another order.
#[derive(Debug, Clone, Serialize)]
pub struct SortLink {
    /// `date`, `name`, `rating` or `model`.
    pub sort: String,
    /// `asc` or `desc` when the list is sorted by it now.
    pub order: Option<String>,
    pub href: String,
}

impl TileGroup {
    /// All pictures of a page together, without a day; none without pictures.
    #[must_use]
    pub fn nameless(tiles: Vec<ImageTile>) -> Vec<Self> {
        if tiles.is_empty() {
            return Vec::new();
        }
        vec![Self { day: None, tiles }]
    }
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

/// What pictures can be dropped on: ids and names.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GalleryPlaces {
    pub projects: Vec<(String, String)>,
    pub collections: Vec<(String, String)>,
}

impl GalleryPlaces {
    /// The places, sent when something is dragged.
    ///
    /// # Errors
    /// As [`View::render`].
    pub fn render_part(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        let context = context! { frame => value(frame), places => value(self) };
        templates.render(frame.lang, "pages/gallery/_places.html", context)
    }
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
            groups: TileGroup::nameless(tiles),
            view: "grid".to_owned(),
            is_by_date: false,
            at: String::new(),
            today: String::new(),
            start_href: None,
            before: None,
            sorts: Vec::new(),
            next_cursor,
            total,
            page,
            next_href,
            is_auto,
            trashed: None,
            undo: None,
            is_selecting: false,
            select_href: format!("{}?select=1", paths::GALLERY),
            collections: Vec::new(),
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
