//! A collection as its owner sees it.

use chrono::{DateTime, Utc};
use studio_db::collections::Collection;
use studio_model::{CollectionId, ImageId};

/// A board of pictures.
#[derive(Clone, Debug)]
pub struct CollectionView {
    /// Its id.
    pub id: CollectionId,
    /// For people.
    pub name: String,
    /// A few sentences.
    pub description: String,
    /// The picture that was chosen to stand for it.
    pub cover_image_id: Option<ImageId>,
    /// The picture that stands for it: the chosen one while it is there, else the first.
    pub shown_cover_id: Option<ImageId>,
    /// Its owner wants it to be seen by others.
    pub is_public: bool,
    /// Pictures on it, without those in the trash.
    pub image_count: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of what it says from another.
    pub updated_at: DateTime<Utc>,
}

impl From<Collection> for CollectionView {
    fn from(collection: Collection) -> Self {
        let content = collection.content;
        Self {
            id: collection.id,
            name: content.name,
            description: content.description,
            cover_image_id: content.cover_image_id,
            shown_cover_id: collection.shown_cover_id,
            is_public: content.is_public,
            image_count: collection.image_count.unsigned_abs(),
            created_at: collection.created_at,
            updated_at: collection.updated_at,
        }
    }
}
