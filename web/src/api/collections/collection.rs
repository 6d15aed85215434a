//! A collection on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::collections::{CollectionRequest, CollectionView};
use studio_model::{ImageId, ThumbnailSize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::paths;

/// What a collection says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CollectionRequestBody {
    /// 1 to 200 characters.
    #[schema(example = "The best owls")]
    name: String,
    /// At most 2,000 characters.
    #[serde(default)]
    #[schema(example = "For the wall.")]
    description: String,
    /// A picture of yours that stands for it; without it the first on it does.
    cover_image_id: Option<Uuid>,
    /// You want it to be seen by others. Nothing shows it to them yet.
    #[serde(default)]
    is_public: bool,
}

impl From<CollectionRequestBody> for CollectionRequest {
    fn from(body: CollectionRequestBody) -> Self {
        Self {
            name: body.name,
            description: body.description,
            cover_image_id: body.cover_image_id.map(ImageId),
            is_public: body.is_public,
        }
    }
}

/// A board of pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CollectionBody {
    id: Uuid,
    #[schema(example = "The best owls")]
    name: String,
    #[schema(example = "For the wall.")]
    description: String,
    /// The picture that was chosen to stand for it.
    cover_image_id: Option<Uuid>,
    /// A thumbnail of the picture that stands for it: the chosen one while it is there, else the first.
    #[schema(example = "/media/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b/512.webp")]
    cover_url: Option<String>,
    is_public: bool,
    /// Pictures on it, without those in the trash.
    #[schema(example = 12)]
    image_count: u64,
    created_at: DateTime<Utc>,
    /// When what it says was last changed. The `ETag` says the same.
    updated_at: DateTime<Utc>,
}

/// A collection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CollectionEnvelope {
    collection: CollectionBody,
}

impl From<CollectionView> for CollectionBody {
    fn from(collection: CollectionView) -> Self {
        let thumbnail = |id: ImageId| paths::thumbnail(&id.to_string(), ThumbnailSize::Medium.pixels(), "webp");
        Self {
            id: collection.id.0,
            name: collection.name,
            description: collection.description,
            cover_image_id: collection.cover_image_id.map(|id| id.0),
            cover_url: collection.shown_cover_id.map(thumbnail),
            is_public: collection.is_public,
            image_count: collection.image_count,
            created_at: collection.created_at,
            updated_at: collection.updated_at,
        }
    }
}

impl From<CollectionView> for CollectionEnvelope {
    fn from(collection: CollectionView) -> Self {
        Self {
            collection: collection.into(),
        }
    }
}
