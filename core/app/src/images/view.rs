//! A picture or video as its owner sees it.

use chrono::{DateTime, Utc};
use serde::Deserialize as _;
use serde_json::Value;
use studio_db::images::Image;
use studio_model::{ImageId, JobId, MicroDollars, VideoFacts};
use uuid::Uuid;

/// A stored picture, or a video with its first frame as the picture.
#[derive(Clone, Debug)]
pub struct ImageView {
    /// Its id.
    pub id: ImageId,
    /// The job that made it.
    pub job_id: Option<JobId>,
    /// The project it is in.
    pub project_id: Option<Uuid>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes of the original.
    pub file_size: u64,
    /// `jpeg`, `png`, `webp`, `gif` or, for a video, `mp4`.
    pub format: String,
    /// What is known about it when it is a video.
    pub video: Option<VideoFacts>,
    /// What it was made from.
    pub prompt: String,
    /// What was not to be seen.
    pub negative_prompt: Option<String>,
    /// The model.
    pub model_id: String,
    /// Version of the model's plugin.
    pub model_version: String,
    /// The parameters, defaults included.
    pub parameters: Value,
    /// As text: seeds exceed what JavaScript's numbers hold.
    pub seed: Option<String>,
    /// Seconds.
    pub generation_time: Option<f64>,
    /// This picture's part of the job's price.
    pub cost: MicroDollars,
    /// `#rrggbb`.
    pub average_color: String,
    /// ThumbHash, Base64.
    pub placeholder: String,
    /// The provider's safety checker blanked it.
    pub is_flagged: bool,
    /// Marked by its owner.
    pub is_favorite: bool,
    /// 1 to 5.
    pub rating: Option<i16>,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// What its owner calls it; may be empty.
    pub name: String,
    /// What it shows, in its owner's words; may be empty.
    pub alt_text: String,
    /// Its owner's notes; may be empty.
    pub notes: String,
    /// The picture it was made from.
    pub parent_image_id: Option<Uuid>,
    /// What else the provider told.
    pub metadata: Value,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
    /// When its row last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was moved to the trash.
    pub deleted_at: Option<DateTime<Utc>>,
}

impl From<Image> for ImageView {
    fn from(image: Image) -> Self {
        Self {
            id: image.id,
            job_id: image.job_id,
            project_id: image.project_id,
            width: image.width.unsigned_abs(),
            height: image.height.unsigned_abs(),
            file_size: image.file_size.unsigned_abs(),
            format: image.format,
            video: VideoFacts::deserialize(&image.metadata["video"]).ok(),
            prompt: image.prompt,
            negative_prompt: image.negative_prompt,
            model_id: image.model_id,
            model_version: image.model_version,
            parameters: image.parameters,
            seed: image.seed,
            generation_time: image.generation_time,
            cost: image.cost,
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
            metadata: image.metadata,
            created_at: image.created_at,
            updated_at: image.updated_at,
            deleted_at: image.deleted_at,
        }
    }
}
