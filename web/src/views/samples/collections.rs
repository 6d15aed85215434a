//! Samples of collections.

use super::{tile, tiles};
use crate::views::{
    CollectionCard, CollectionFormPage, CollectionPage, CollectionValues, CollectionsPage, FieldError, FormErrors,
};

fn card(index: usize) -> CollectionCard {
    CollectionCard {
        id: index.to_string(),
        name: ["The best owls", "For the wall"][index % 2].to_owned(),
        description: "What to print large.".to_owned(),
        image_count: 12,
        cover_url: index.is_multiple_of(2).then(|| tile(index).thumb_512.webp),
        is_public: index == 1,
    }
}

/// With several, and none.
#[must_use]
pub fn collection_lists() -> Vec<CollectionsPage> {
    vec![
        CollectionsPage {
            collections: (0..5).map(card).collect(),
            next_href: Some("/collections?cursor=c2".to_owned()),
        },
        CollectionsPage {
            collections: Vec::new(),
            next_href: None,
        },
    ]
}

/// With pictures, and empty.
#[must_use]
pub fn collection_pages() -> Vec<CollectionPage> {
    let full = CollectionPage {
        collection: card(0),
        tiles: tiles(12),
        is_start: true,
        next_href: Some("/collections/0?cursor=11".to_owned()),
        others: tiles(6),
        error: Some("Choose pictures first.".to_owned()),
    };
    let bare = CollectionPage {
        collection: CollectionCard {
            description: String::new(),
            image_count: 0,
            ..card(1)
        },
        tiles: Vec::new(),
        is_start: true,
        next_href: None,
        others: Vec::new(),
        error: None,
    };
    vec![full, bare]
}

/// A new one, a known one, and one with everything wrong.
#[must_use]
pub fn collection_forms() -> Vec<CollectionFormPage> {
    let new = CollectionFormPage {
        id: String::new(),
        version: String::new(),
        values: CollectionValues::default(),
        errors: FormErrors::sort(&CollectionFormPage::CONTROLS, &[]),
        covers: Vec::new(),
    };
    let known = CollectionFormPage {
        id: "1".to_owned(),
        values: CollectionValues {
            name: "The best owls".to_owned(),
            description: "For the wall.".to_owned(),
            cover_image_id: "1".to_owned(),
            is_public: true,
        },
        covers: tiles(6),
        ..new.clone()
    };
    let errors: Vec<FieldError> = CollectionFormPage::CONTROLS
        .iter()
        .chain(&[""])
        .map(|control| FieldError::new(*control, "That is wrong."))
        .collect();
    let refused = CollectionFormPage {
        errors: FormErrors::sort(&CollectionFormPage::CONTROLS, &errors),
        ..known.clone()
    };
    vec![new, known, refused]
}
