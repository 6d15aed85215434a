//! What a result file is: its facts, and the pictures that stand for it.

use serde_json::{Map, Value, json};
use studio_media::{Error, Ingested, IngestedVideo, Limits, Thumbnail, VideoLimits, ingest, ingest_video};
use studio_model::VideoFacts;
use studio_plugin_host::MediaKind;
use studio_storage::OriginalFormat;

/// A file that was checked and decoded.
pub(super) struct Content {
    pub(super) format: OriginalFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) size_bytes: u64,
    pub(super) sha256: [u8; 32],
    pub(super) average_color: String,
    pub(super) placeholder: String,
    pub(super) thumbnails: Vec<Thumbnail>,
    /// What only files of its kind have, for the row's `metadata`.
    pub(super) facts: Map<String, Value>,
}

/// Measures a file of the kind that the model says it is; one of the other kind is refused.
///
/// # Errors
/// As [`ingest`] and [`ingest_video`].
pub(super) fn measure(bytes: &[u8], kind: MediaKind) -> Result<Content, Error> {
    match kind {
        MediaKind::Image => ingest(bytes, &Limits::default()).map(Content::from),
        MediaKind::Video => ingest_video(bytes, &VideoLimits::default()).map(Content::from),
    }
}

impl From<Ingested> for Content {
    fn from(picture: Ingested) -> Self {
        Self {
            format: match picture.format {
                studio_media::Format::Jpeg => OriginalFormat::Jpeg,
                studio_media::Format::Png => OriginalFormat::Png,
                studio_media::Format::Webp => OriginalFormat::Webp,
                studio_media::Format::Gif => OriginalFormat::Gif,
            },
            width: picture.width,
            height: picture.height,
            size_bytes: picture.size_bytes,
            sha256: picture.sha256,
            average_color: picture.average_color,
            placeholder: picture.placeholder,
            thumbnails: picture.thumbnails,
            facts: Map::from_iter([
                ("has_alpha".to_owned(), json!(picture.has_alpha)),
                ("is_animated".to_owned(), json!(picture.animated)),
            ]),
        }
    }
}

impl From<IngestedVideo> for Content {
    fn from(video: IngestedVideo) -> Self {
        let facts = VideoFacts {
            duration_ms: video.duration_ms,
            frames: video.frames,
        };
        Self {
            format: OriginalFormat::Mp4,
            width: video.width,
            height: video.height,
            size_bytes: video.size_bytes,
            sha256: video.sha256,
            average_color: video.average_color,
            placeholder: video.placeholder,
            thumbnails: video.thumbnails,
            facts: Map::from_iter([("video".to_owned(), json!(facts))]),
        }
    }
}
