//! What the browser loads besides HTML: the files that Vite wrote to `web/dist`, embedded in a release.
//!
//! `manifest` says under which hashed names they are found, `serve` answers requests for them. The pages stay readable
//! when nothing was built: they are then plain HTML without style.

mod manifest;
mod serve;

use rust_embed::Embed;

pub use manifest::{Entry, Manifest};
pub use serve::router;

/// The built files, relative to `web/dist`.
#[derive(Embed)]
#[folder = "dist"]
#[allow_missing = true]
struct Dist;
