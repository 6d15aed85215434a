//! What a link shows, on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use studio_app::images::ImageView;
use studio_app::projects::ProjectView;
use studio_app::shares::OpenLink;
use studio_model::ThumbnailSize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::paths;

/// A picture that a link covers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedImageBody {
    id: Uuid,
    /// What its owner calls it; may be empty.
    #[schema(example = "Owl on a lamp post")]
    name: String,
    /// What it shows, in its owner's words; may be empty.
    alt_text: String,
    /// What it was made from; `null` where the link does not show it.
    prompt: Option<String>,
    /// The model that made it; `null` where the link does not show prompts.
    model_id: Option<String>,
    /// Pixels.
    #[schema(example = 1024)]
    width: u32,
    /// Pixels.
    #[schema(example = 1024)]
    height: u32,
    /// A smaller copy of at most 1,024 pixels.
    #[schema(example = "/s/b3JnYW5pY2FsbHktZ3Jvd24t/media/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b/1024.webp")]
    thumbnail_url: String,
    /// The untouched original; `null` where the link does not offer it.
    original_url: Option<String>,
    created_at: DateTime<Utc>,
}

/// A shared picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedImageEnvelope {
    image: SharedImageBody,
    /// What the one who shares it is called.
    #[schema(example = "Ada Lovelace")]
    owner_name: String,
}

/// A shared project with some of its pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedProjectBody {
    #[schema(example = "Winter campaign")]
    name: String,
    description: String,
    /// What the one who shares it is called.
    #[schema(example = "Ada Lovelace")]
    owner_name: String,
    #[schema(example = 12)]
    image_count: u64,
    items: Vec<SharedImageBody>,
    /// For `?cursor=`; `null` on the last page.
    #[schema(example = "1790000000123456-0190c5a2b3d47e8f9a0b1c2d3e4f5a6b")]
    next_cursor: Option<String>,
}

impl SharedImageBody {
    pub(crate) fn new(link: &OpenLink, image: ImageView) -> Self {
        let (token, id) = (link.token.expose(), image.id.to_string());
        Self {
            id: image.id.0,
            name: image.name,
            alt_text: image.alt_text,
            prompt: link.shows_prompts.then_some(image.prompt),
            model_id: link.shows_prompts.then_some(image.model_id),
            width: image.width,
            height: image.height,
            thumbnail_url: paths::shared_thumbnail(token, &id, ThumbnailSize::Large.pixels(), "webp"),
            original_url: link.allows_download.then(|| paths::shared_original(token, &id)),
            created_at: image.created_at,
        }
    }
}

impl SharedImageEnvelope {
    pub(crate) fn new(link: &OpenLink, image: ImageView) -> Self {
        Self {
            image: SharedImageBody::new(link, image),
            owner_name: link.owner_name.clone(),
        }
    }
}

impl SharedProjectBody {
    pub(crate) fn new(
        link: &OpenLink,
        project: ProjectView,
        items: Vec<SharedImageBody>,
        next_cursor: Option<String>,
    ) -> Self {
        Self {
            name: project.name,
            description: project.description,
            owner_name: link.owner_name.clone(),
            image_count: project.image_count,
            items,
            next_cursor,
        }
    }
}
