//! A picture or video on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::images::ImageView;
use studio_model::ThumbnailSize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::paths;

/// A stored picture, or a video whose thumbnails show its first frame.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImageBody {
    id: Uuid,
    /// The job that made it.
    job_id: Option<Uuid>,
    project_id: Option<Uuid>,
    /// Where the untouched original is downloaded.
    #[schema(example = "/api/images/download/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b")]
    file_url: String,
    /// The middle thumbnail as WebP.
    #[schema(example = "/media/0190c5a2-b3d4-7e8f-9a0b-1c2d3e4f5a6b/512.webp")]
    thumbnail_url: String,
    /// All thumbnails by their longest side in pixels: `256`, `512`, `1024`.
    #[schema(value_type = BTreeMap<String, ThumbnailBody>)]
    thumbnails: BTreeMap<u32, ThumbnailBody>,
    #[schema(example = 1024)]
    width: u32,
    #[schema(example = 768)]
    height: u32,
    /// Bytes of the original.
    file_size: u64,
    /// `jpeg`, `png`, `webp`, `gif` or, for a video, `mp4`.
    #[schema(example = "png")]
    format: String,
    /// What only videos have.
    video: Option<VideoBody>,
    prompt: String,
    negative_prompt: Option<String>,
    #[schema(example = "fal-ai/flux/dev")]
    model_id: String,
    /// Version of the model's plugin.
    #[schema(example = "1.0.0")]
    model_version: String,
    /// The parameters it was made with, defaults included.
    #[schema(value_type = Object)]
    parameters: Value,
    /// Decimal digits.
    #[schema(example = "2463109587")]
    seed: Option<String>,
    /// Seconds.
    generation_time: Option<f64>,
    /// Its part of the job's price, in credits.
    cost_credits: f64,
    /// `#rrggbb`.
    #[schema(example = "#7c3aed")]
    average_color: String,
    /// A ThumbHash in Base64.
    placeholder: String,
    /// The provider's safety checker blanked it.
    is_flagged: bool,
    is_favorite: bool,
    /// 1 to 5.
    rating: Option<i16>,
    /// In lower case.
    #[schema(example = json!(["sea", "night sky"]))]
    tags: Vec<String>,
    /// Empty: it has no name.
    #[schema(example = "Lighthouse, third try")]
    name: String,
    /// What it shows, for those who do not see it; empty: the prompt stands for it.
    alt_text: String,
    notes: String,
    /// The picture it was made from.
    parent_image_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    /// When its owner last changed it. The `ETag` says the same.
    updated_at: DateTime<Utc>,
    /// When it was moved to the trash.
    deleted_at: Option<DateTime<Utc>>,
}

/// How long a video is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VideoFacts)]
struct VideoBody {
    /// Milliseconds, at least 1.
    #[schema(example = 5400)]
    duration_ms: u64,
    /// At least 1.
    #[schema(example = 129)]
    frames: u32,
}

/// One thumbnail in both formats.
#[derive(Debug, Serialize, ToSchema)]
struct ThumbnailBody {
    webp: String,
    avif: String,
}

impl From<ImageView> for ImageBody {
    fn from(image: ImageView) -> Self {
        let id = image.id.to_string();
        Self {
            id: image.id.0,
            job_id: image.job_id.map(|id| id.0),
            project_id: image.project_id,
            file_url: paths::download(&id),
            thumbnail_url: paths::thumbnail(&id, ThumbnailSize::Medium.pixels(), "webp"),
            thumbnails: thumbnails(&id),
            width: image.width,
            height: image.height,
            file_size: image.file_size,
            format: image.format,
            video: image.video.map(|video| VideoBody {
                duration_ms: video.duration_ms,
                frames: video.frames,
            }),
            prompt: image.prompt,
            negative_prompt: image.negative_prompt,
            model_id: image.model_id,
            model_version: image.model_version,
            parameters: image.parameters,
            seed: image.seed,
            generation_time: image.generation_time,
            cost_credits: image.cost.credits(),
            average_color: image.average_color,
            placeholder: image.placeholder,
            is_flagged: image.is_flagged,
            is_favorite: image.is_favorite,
            rating: image.rating,
            tags: image.tags,
            name: image.name,
            alt_text: image.alt_text,
            notes: image.notes,
            parent_image_id: image.parent_image_id,
            created_at: image.created_at,
            updated_at: image.updated_at,
            deleted_at: image.deleted_at,
        }
    }
}

fn thumbnails(id: &str) -> BTreeMap<u32, ThumbnailBody> {
    let body = |size: ThumbnailSize| ThumbnailBody {
        webp: paths::thumbnail(id, size.pixels(), "webp"),
        avif: paths::thumbnail(id, size.pixels(), "avif"),
    };
    ThumbnailSize::ALL
        .into_iter()
        .map(|size| (size.pixels(), body(size)))
        .collect()
}
