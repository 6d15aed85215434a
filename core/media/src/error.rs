//! Why a file is not taken, by what to tell its sender.

use crate::Format;

/// Why a file is not a picture for us. Trying the same bytes again never helps; fetching them again may, after
/// [`Error::Corrupt`] and [`Error::Empty`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Not one of our formats.
    #[error("not a JPEG, PNG, WebP or GIF picture but {sniffed}")]
    Unsupported {
        /// What it looks like, such as `HTML`; `an unknown format` if nothing known.
        sniffed: &'static str,
    },
    /// More bytes than [`crate::Limits::max_file_bytes`].
    #[error("the file has {actual_bytes} bytes, at most {limit_bytes} are taken")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
        /// The file's size in bytes.
        actual_bytes: u64,
    },
    /// More pixels than [`crate::Limits::max_pixels`] or a longer side than [`crate::Limits::max_side_px`].
    #[error(
        "the picture has {width} × {height} pixels, at most {limit_pixels} and {limit_side_px} on a side are taken"
    )]
    TooManyPixels {
        /// Stored width in pixels.
        width: u32,
        /// Stored height in pixels.
        height: u32,
        /// The limit of width times height.
        limit_pixels: u64,
        /// The limit of each side.
        limit_side_px: u32,
    },
    /// Cut short or damaged.
    #[error("the {format} file is damaged: {reason}")]
    Corrupt {
        /// The format it began as.
        format: Format,
        /// What is wrong with it, for logs.
        reason: String,
    },
    /// Not an MP4 video.
    #[error("not an MP4 video but {sniffed}")]
    NoVideo {
        /// What it looks like, such as `HTML`; `an unknown format` if nothing known.
        sniffed: &'static str,
    },
    /// An MP4 video whose pictures cannot be decoded here.
    #[error("the video's pictures are {coding}; only H.264 of 8 bits is read")]
    Coding {
        /// How they are coded, in the words of the file (`hvc1`) or of the decoder.
        coding: String,
    },
    /// Longer than [`crate::VideoLimits::max_duration_ms`].
    #[error("the video lasts {duration_ms} ms, at most {limit_ms} are taken")]
    TooLong {
        /// Its length in milliseconds.
        duration_ms: u64,
        /// The limit in milliseconds.
        limit_ms: u64,
    },
    /// More frames than [`crate::VideoLimits::max_frames`].
    #[error("the video has {frames} frames, at most {limit_frames} are taken")]
    TooManyFrames {
        /// Its frames.
        frames: u32,
        /// The limit.
        limit_frames: u32,
    },
    /// A video cut short or damaged.
    #[error("the video file is damaged: {reason}")]
    CorruptVideo {
        /// What is wrong with it, for logs.
        reason: String,
    },
    /// A thumbnail could not be written: a mistake of ours or of a coder, not of the file.
    #[error("cannot write the thumbnail: {reason}")]
    Encode {
        /// The coder's words.
        reason: String,
    },
}

impl Error {
    pub(crate) fn corrupt(format: Format, reason: impl Into<String>) -> Self {
        Self::Corrupt {
            format,
            reason: reason.into(),
        }
    }

    pub(crate) fn corrupt_video(reason: impl Into<String>) -> Self {
        Self::CorruptVideo { reason: reason.into() }
    }
}
