//! Pictures: what a file is, whether it is safe to open, and what is made of it.
//!
//! [`inspect`] reads headers only. [`ingest`] decodes once and yields everything the studio keeps about a picture:
//! displayed size, digest, average colour, placeholder, thumbnails. Both work on bytes in memory and on one core,
//! without I/O and without async: call them on a thread that may be busy (`tokio::task::spawn_blocking`).
//!
//! What a newcomer gets wrong: a name or a content type proves nothing. The type is found by content, the size and
//! the pixels are checked *before* anything is decoded, and a file that ends early is refused although decoders
//! would fill the rest with grey.
//!
//! The original is never changed; colour profiles are ignored (providers answer in sRGB), so the thumbnails of a
//! wide-gamut upload look duller than the picture.

mod color;
mod decode;
mod encode;
mod error;
mod format;
mod ingest;
mod inspect;
mod limits;
mod placeholder;
mod resize;
mod structure;
mod thumbnails;

pub use error::Error;
pub use format::Format;
pub use ingest::{Ingested, ingest};
pub use inspect::{Probe, inspect};
pub use limits::Limits;
pub use thumbnails::{Thumbnail, best_thumbnail, thumbnail_sizes};
