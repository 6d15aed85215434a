//! What is fixed about pictures and videos.

use serde::{Deserialize, Serialize};

/// What is known about a video besides what it has in common with pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoFacts {
    /// How long it lasts, in milliseconds, at least 1.
    pub duration_ms: u64,
    /// Its frames, at least 1.
    pub frames: u32,
}

/// Longest side of a stored thumbnail in pixels. Smaller originals are not enlarged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ThumbnailSize {
    /// 256 pixels: a grid on a phone.
    Small,
    /// 512 pixels: a grid.
    Medium,
    /// 1024 pixels: the lightbox.
    Large,
}

impl ThumbnailSize {
    /// All sizes, smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The longest side in pixels.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 256,
            Self::Medium => 512,
            Self::Large => 1024,
        }
    }

    /// The size with this longest side, if there is one.
    #[must_use]
    pub fn from_pixels(pixels: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.pixels() == pixels)
    }
}
