//! A picture, or a video by its first frame, as tiles show it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::paths;

/// A picture in the gallery, in a job card or on its own page.
#[derive(Debug, Clone, Serialize)]
pub struct ImageTile {
    pub id: String,
    /// The picture's page.
    pub href: String,
    pub thumb_256: Thumb,
    pub thumb_512: Thumb,
    pub thumb_1024: Thumb,
    /// The untouched original, as a download.
    pub original_url: String,
    /// Pixels of the original, at least 1.
    pub width: u32,
    /// Pixels of the original, at least 1.
    pub height: u32,
    /// What the picture shows, for those who do not see it; the prompt unless someone wrote a better text.
    pub alt: String,
    /// The average colour as `#rrggbb`, shown until the picture is there.
    pub color: String,
    /// A ThumbHash in base64, shown until the picture is there; empty for none.
    pub placeholder: String,
    pub prompt: String,
    pub model_name: String,
    pub created_at: DateTime<Utc>,
    pub is_favorite: bool,
    /// 1 to 5.
    pub rating: Option<i16>,
    /// What its owner calls it; may be empty.
    pub name: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// What it cost.
    pub cost_credits: f64,
    /// How long it lasts, in seconds, when it is a video.
    pub video_s: Option<f64>,
}

/// The addresses of one thumbnail in both formats.
#[derive(Debug, Clone, Serialize)]
pub struct Thumb {
    pub webp: String,
    pub avif: String,
}

impl ImageTile {
    /// A tile whose addresses are derived from the picture's id; colour and placeholder are neutral until set.
    #[must_use]
    pub fn new(id: &str, size: (u32, u32), prompt: &str, model_name: &str, created_at: DateTime<Utc>) -> Self {
        Self {
            id: id.to_owned(),
            href: paths::image(id),
            thumb_256: Thumb::new(id, 256),
            thumb_512: Thumb::new(id, 512),
            thumb_1024: Thumb::new(id, 1024),
            original_url: paths::download(id),
            width: size.0.max(1),
            height: size.1.max(1),
            alt: prompt.to_owned(),
            color: "#808080".to_owned(),
            placeholder: String::new(),
            prompt: prompt.to_owned(),
            model_name: model_name.to_owned(),
            created_at,
            is_favorite: false,
            rating: None,
            name: String::new(),
            tags: Vec::new(),
            cost_credits: 0.0,
            video_s: None,
        }
    }
}

impl Thumb {
    /// The smallest one of a picture.
    #[must_use]
    pub fn small(id: &str) -> Self {
        Self::new(id, 256)
    }

    fn new(id: &str, width: u32) -> Self {
        Self {
            webp: paths::thumbnail(id, width, "webp"),
            avif: paths::thumbnail(id, width, "avif"),
        }
    }
}
