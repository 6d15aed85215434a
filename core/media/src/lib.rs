//! Pictures and videos: what a file is, whether it is safe to open, and what is made of it.
//!
//! [`inspect`] reads headers only. [`ingest`] decodes once and yields everything the studio keeps about a picture:
//! displayed size, digest, average colour, placeholder, thumbnails. Both work on bytes in memory, without I/O and
//! without async: call them on a thread that may be busy (`tokio::task::spawn_blocking`). Only shrinking uses other
//! cores that are free.
//!
//! What a newcomer gets wrong: a name or a content type proves nothing. The type is found by content, the size and
//! the pixels are checked *before* anything is decoded, and a file that ends early is refused although decoders
//! would fill the rest with grey.
//!
//! A picture of 1024 × 1024 pixels takes 0.5 s of one core: 0.4 s for three AVIF thumbnails, 0.1 s for all else, in a
//! development build too (`cargo run -p studio-media --example ingest_time`). Inspecting takes microseconds.
//!
//! Videos have an entrance of their own, [`ingest_video`]: what is a picture and what is a video is said by whoever
//! asks, and a file that is the other is refused. Their first frame is decoded once and serves as the picture.
//!
//! The original is never changed; colour profiles are ignored (providers answer in sRGB), so the thumbnails of a
//! wide-gamut upload look duller than the picture.
//!
//! ```
//! use studio_media::{Error, Limits, ingest};
//!
//! let page = b"<html><title>404</title></html>";
//! assert_eq!(ingest(page, &Limits::default()), Err(Error::Unsupported { sniffed: "HTML" }));
//! ```

mod avatar;
mod color;
mod decode;
mod edit;
mod encode;
mod error;
mod format;
mod ingest;
mod inspect;
mod limits;
mod placeholder;
mod resize;
mod rewrite;
mod sample;
mod structure;
mod thumbnails;
mod video;

pub use avatar::{AVATAR_PX, avatar};
pub use edit::{Area, Made, Margins, Mask, area_mask, clean_mask, extend};
pub use error::Error;
pub use format::Format;
pub use ingest::{Ingested, ingest};
pub use inspect::{Probe, inspect};
pub use limits::Limits;
pub use rewrite::rewrite;
pub use sample::sample;
pub use thumbnails::{Thumbnail, best_thumbnail, thumbnail_sizes};
pub use video::{IngestedVideo, VideoLimits, ingest_video};
