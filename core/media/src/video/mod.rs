//! Videos: whether an MP4 file is whole and bearable, and the picture that stands for it.
//!
//! Only MP4 with H.264 of 8 bits and 4:2:0 is taken, which is what providers send and every browser plays. The boxes are
//! walked within the bytes there are, nothing is allocated by what a header promises, and of the pictures only the
//! first frame is decoded: the poster. Sound is left alone.
//!
//! A decoder of H.264 is thirty thousand lines that read untrusted bits, and the well-known ones are C or C++ with a
//! history of overflows. So this one is safe Rust throughout (`rusty_h264-decoder` without its SIMD feature forbids
//! `unsafe`): the worst that a crafted stream can do is to make it stop with an error or a panic, which is caught and
//! told as damage. What it may allocate is bounded by the size that the stream's parameter sets claim, which is checked
//! before it sees them, and what it may compute by the one frame it is given. It reads no environment and starts no
//! threads.
//!
//! Turned videos (a phone's rotation matrix) and pixels that are not square are shown as stored: no provider sends them.

mod boxes;
mod mp4;
mod poster;

use sha2::{Digest, Sha256};

use crate::{Error, Format, Thumbnail, color, placeholder::placeholder, thumbnails};

/// How much a video may ask of us. Everything but the size of a decoded frame is known before anything is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VideoLimits {
    /// Largest file in bytes; default 64 MiB: it is held in memory.
    pub max_file_bytes: u64,
    /// Most pixels of a frame; default 8,294,400 (3840 × 2160). Decoding one takes some 20 bytes a pixel.
    pub max_pixels: u64,
    /// Longest side in pixels; default 4,096.
    pub max_side_px: u32,
    /// Longest video in milliseconds; default 600,000 (ten minutes).
    pub max_duration_ms: u64,
    /// Most frames; default 36,000: ten minutes of 60 a second.
    pub max_frames: u32,
}

impl Default for VideoLimits {
    fn default() -> Self {
        Self {
            max_file_bytes: 64 * 1024 * 1024,
            max_pixels: 3840 * 2160,
            max_side_px: 4096,
            max_duration_ms: 600_000,
            max_frames: 36_000,
        }
    }
}

/// A video that was checked, and what was made of its first frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IngestedVideo {
    /// Width of its frames in pixels.
    pub width: u32,
    /// Height of its frames in pixels.
    pub height: u32,
    /// How long it lasts, in milliseconds, at least 1.
    pub duration_ms: u64,
    /// Its frames, at least 1.
    pub frames: u32,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// The average colour of the first frame, `#rrggbb`.
    pub average_color: String,
    /// A ThumbHash of the first frame in base64.
    pub placeholder: String,
    /// Thumbnails of the first frame, as of any picture.
    pub thumbnails: Vec<Thumbnail>,
}

/// Checks a video, decodes its first frame and shrinks that. The same bytes always give the same result.
///
/// Takes one core for as long as a picture of that size would, and the memory of a few decoded frames.
///
/// # Errors
/// [`Error::NoVideo`] for another kind of file, [`Error::Coding`] for pictures that are not H.264, the limits'
/// [`Error::TooLarge`], [`Error::TooManyPixels`], [`Error::TooLong`] and [`Error::TooManyFrames`], and
/// [`Error::CorruptVideo`] for one that is cut short or damaged.
pub fn ingest_video(bytes: &[u8], limits: &VideoLimits) -> Result<IngestedVideo, Error> {
    check_bytes(bytes, limits)?;
    if !mp4::is_mp4(bytes) {
        return Err(Error::NoVideo { sniffed: name(bytes) });
    }
    let track = mp4::read(bytes)?;
    check_track(&track, limits)?;
    let poster = poster::decode(&track, limits)?;
    let (width, height) = poster.dimensions();
    let upright = image::metadata::Orientation::NoTransforms;
    let shrunk = thumbnails::shrink_all(poster.into(), upright, (width, height))?;
    let smallest = &shrunk[0].1;
    let (average_color, placeholder) = (color::average(smallest), placeholder(smallest)?);
    Ok(IngestedVideo {
        width,
        height,
        duration_ms: track.duration_ms,
        frames: track.frames,
        size_bytes: bytes.len() as u64,
        sha256: Sha256::digest(bytes).into(),
        average_color,
        placeholder,
        thumbnails: shrunk.into_iter().map(thumbnails::write).collect::<Result<_, _>>()?,
    })
}

fn check_bytes(bytes: &[u8], limits: &VideoLimits) -> Result<(), Error> {
    let (actual_bytes, limit_bytes) = (bytes.len() as u64, limits.max_file_bytes);
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if actual_bytes > limit_bytes {
        return Err(Error::TooLarge {
            limit_bytes,
            actual_bytes,
        });
    }
    Ok(())
}

fn check_track(track: &mp4::Track<'_>, limits: &VideoLimits) -> Result<(), Error> {
    if track.duration_ms > limits.max_duration_ms {
        return Err(Error::TooLong {
            duration_ms: track.duration_ms,
            limit_ms: limits.max_duration_ms,
        });
    }
    if track.frames > limits.max_frames {
        return Err(Error::TooManyFrames {
            frames: track.frames,
            limit_frames: limits.max_frames,
        });
    }
    check_size(track.width, track.height, limits)
}

/// Whether frames of this size may be decoded.
fn check_size(width: u32, height: u32, limits: &VideoLimits) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::corrupt_video("it has no pixels"));
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) <= limits.max_side_px && pixels <= limits.max_pixels {
        return Ok(());
    }
    Err(Error::TooManyPixels {
        width,
        height,
        limit_pixels: limits.max_pixels,
        limit_side_px: limits.max_side_px,
    })
}

/// What a file is that is no MP4 video.
fn name(bytes: &[u8]) -> &'static str {
    match Format::sniff(bytes) {
        Ok(Format::Jpeg) => "a JPEG picture",
        Ok(Format::Png) => "a PNG picture",
        Ok(Format::Webp) => "a WebP picture",
        Ok(Format::Gif) => "a GIF picture",
        Err(Error::Unsupported { sniffed: "a video" }) => "a video of another kind",
        Err(Error::Unsupported { sniffed }) => sniffed,
        Err(_) => "an unknown format",
    }
}
