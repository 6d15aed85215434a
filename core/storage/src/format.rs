//! The formats objects are stored in: what each is called in a path and in a content type.

use std::{fmt, str::FromStr};

/// Format of a picture or a video kept as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OriginalFormat {
    /// JPEG.
    Jpeg,
    /// PNG, also animated.
    Png,
    /// WebP, also animated.
    Webp,
    /// GIF, also animated.
    Gif,
    /// MP4, a video.
    Mp4,
}

/// Format of a thumbnail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThumbnailFormat {
    /// WebP: every browser reads it.
    Webp,
    /// AVIF: smaller, for browsers that accept it.
    Avif,
}

/// A format name that is none of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a stored format")]
pub struct UnknownFormat(String);

impl OriginalFormat {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Mp4];

    /// The lower-case name, also the file extension: `jpeg`, `png`, `webp`, `gif`, `mp4`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Mp4 => "mp4",
        }
    }

    /// The media type, as in the IANA registry.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Mp4 => "video/mp4",
        }
    }
}

impl ThumbnailFormat {
    /// All formats, the one to prefer first.
    pub const ALL: [Self; 2] = [Self::Avif, Self::Webp];

    /// The lower-case name, also the file extension: `webp`, `avif`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }

    /// The media type, as in the IANA registry.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
        }
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownFormat;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .into_iter()
                    .find(|format| format.as_str() == text)
                    .ok_or_else(|| UnknownFormat(text.to_owned()))
            }
        }
    )*};
}

as_text!(OriginalFormat, ThumbnailFormat);
