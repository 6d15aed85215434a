//! The blurred picture shown until the thumbnail is there: a ThumbHash, some 25 bytes.
//! Source: <https://evanw.github.io/thumbhash/>, read 2026-11-23.

use base64::{Engine, engine::general_purpose::STANDARD};
use image::DynamicImage;

use crate::{Error, resize};

/// The longest side a ThumbHash is made from; a larger one would change nothing and is refused.
const MAX_SIDE_PX: u32 = 100;

/// The ThumbHash in standard base64 with padding, as `atob` reads it.
pub(crate) fn placeholder(image: &DynamicImage) -> Result<String, Error> {
    let size = resize::fit(image.width(), image.height(), MAX_SIDE_PX);
    let small = resize::shrink(image, size)?;
    let rgba = small.as_ref().unwrap_or(image).to_rgba8();
    let hash = thumbhash::rgba_to_thumb_hash(rgba.width() as usize, rgba.height() as usize, &rgba);
    Ok(STANDARD.encode(hash))
}
