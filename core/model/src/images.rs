//! What is fixed about pictures.

use serde::{Deserialize, Serialize};

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
