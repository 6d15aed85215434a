//! Boards of pictures: the list, one collection, and its form.

use serde::Serialize;

use super::{FormErrors, ImageTile, View};

/// The user's collections.
#[derive(Debug, Clone, Serialize)]
pub struct CollectionsPage {
    pub collections: Vec<CollectionCard>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

/// A collection in short.
#[derive(Debug, Clone, Serialize)]
pub struct CollectionCard {
    pub id: String,
    pub name: String,
    pub description: String,
    pub image_count: u64,
    /// The address of a thumbnail.
    pub cover_url: Option<String>,
    pub is_public: bool,
}

/// The page of one collection.
#[derive(Debug, Clone, Serialize)]
pub struct CollectionPage {
    pub collection: CollectionCard,
    /// Its pictures in their order.
    pub tiles: Vec<ImageTile>,
    /// The first picture of the page is the first of the collection.
    pub is_start: bool,
    /// The address of the next page of pictures.
    pub next_href: Option<String>,
    /// The newest pictures, to be put on it.
    pub others: Vec<ImageTile>,
    /// What was wrong with the last change.
    pub error: Option<String>,
}

/// The form for a collection, new or known.
#[derive(Debug, Clone, Serialize)]
pub struct CollectionFormPage {
    /// Empty for a new one.
    pub id: String,
    /// The version that is changed, as text.
    pub version: String,
    pub values: CollectionValues,
    pub errors: FormErrors,
    /// Pictures that can stand for it.
    pub covers: Vec<ImageTile>,
}

impl CollectionFormPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["name", "description", "cover_image_id"];
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CollectionValues {
    pub name: String,
    pub description: String,
    /// Empty for the first picture.
    pub cover_image_id: String,
    pub is_public: bool,
}

impl View for CollectionsPage {
    const PAGE: &'static str = "pages/collections/page.html";
}

impl View for CollectionPage {
    const PAGE: &'static str = "pages/collection/page.html";
}

impl View for CollectionFormPage {
    const PAGE: &'static str = "pages/collection_form/page.html";
}
