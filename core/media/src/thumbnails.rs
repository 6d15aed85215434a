//! Which thumbnails a picture gets, and making them.
//!
//! A picture is never enlarged. A size is made when the picture reaches it, and the first size beyond the picture is
//! made once, at the picture's own size: 300 × 200 gives 256 (256 × 171) and 512 (300 × 200), and nothing for 1024,
//! where the one for 512 serves.

use image::{DynamicImage, metadata::Orientation};
use studio_model::ThumbnailSize;

use crate::{Error, encode, resize};

/// A smaller copy of a picture, in both formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// The size it stands for.
    pub size: ThumbnailSize,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// As WebP.
    pub webp: Vec<u8>,
    /// As AVIF.
    pub avif: Vec<u8>,
}

/// The sizes made of a picture, smallest first, never none.
#[must_use]
pub fn thumbnail_sizes(width: u32, height: u32) -> &'static [ThumbnailSize] {
    const ALL: &[ThumbnailSize] = &ThumbnailSize::ALL;
    let longest = width.max(height);
    let first_enough = ALL.iter().position(|size| size.pixels() >= longest);
    first_enough.map_or(ALL, |position| &ALL[..=position])
}

/// The size to show where `wanted` was asked for: itself, or the largest one made of the picture.
///
/// ```
/// use studio_media::best_thumbnail;
/// use studio_model::ThumbnailSize;
///
/// assert_eq!(best_thumbnail(1024, 1024, ThumbnailSize::Large), ThumbnailSize::Large);
/// assert_eq!(best_thumbnail(300, 200, ThumbnailSize::Large), ThumbnailSize::Medium);
/// ```
#[must_use]
pub fn best_thumbnail(width: u32, height: u32, wanted: ThumbnailSize) -> ThumbnailSize {
    let sizes = thumbnail_sizes(width, height);
    let largest = sizes[sizes.len() - 1];
    if wanted.pixels() <= largest.pixels() {
        wanted
    } else {
        largest
    }
}

/// Thumbnails as pixels, upright, smallest first. Each is shrunk from the next larger one, which costs a fraction
/// of shrinking the original again and looks the same; its size comes from the original's, `width` × `height` as
/// displayed.
pub(crate) fn shrink_all(
    decoded: DynamicImage,
    orientation: Orientation,
    (width, height): (u32, u32),
) -> Result<Vec<(ThumbnailSize, DynamicImage)>, Error> {
    let sizes = thumbnail_sizes(width, height);
    let mut shrunk: Vec<(ThumbnailSize, DynamicImage)> = Vec::with_capacity(sizes.len());
    let mut source = upright(decoded, orientation, sizes[sizes.len() - 1])?;
    for &size in sizes.iter().rev() {
        if let Some(smaller) = resize::shrink(&source, resize::fit(width, height, size.pixels()))? {
            source = smaller;
        }
        shrunk.push((size, source.clone()));
    }
    shrunk.reverse();
    Ok(shrunk)
}

/// Turns after shrinking: there is less to turn.
fn upright(decoded: DynamicImage, orientation: Orientation, largest: ThumbnailSize) -> Result<DynamicImage, Error> {
    let size = resize::fit(decoded.width(), decoded.height(), largest.pixels());
    let mut image = resize::shrink(&decoded, size)?.unwrap_or(decoded);
    image.apply_orientation(orientation);
    Ok(image)
}

/// Writes a thumbnail in both formats.
pub(crate) fn write((size, image): (ThumbnailSize, DynamicImage)) -> Result<Thumbnail, Error> {
    Ok(Thumbnail {
        size,
        width: image.width(),
        height: image.height(),
        webp: encode::webp(&image)?,
        avif: encode::avif(&image)?,
    })
}

#[cfg(test)]
mod tests {
    use ThumbnailSize::{Large, Medium, Small};

    use super::*;

    #[test]
    fn sizes_beyond_the_picture_are_made_once() {
        for ((width, height), expected) in [
            ((1, 1), &[Small] as &[_]),
            ((256, 10), &[Small]),
            ((257, 10), &[Small, Medium]),
            ((300, 200), &[Small, Medium]),
            ((10, 512), &[Small, Medium]),
            ((513, 512), &[Small, Medium, Large]),
            ((1024, 1024), &[Small, Medium, Large]),
            ((9000, 2), &[Small, Medium, Large]),
        ] {
            assert_eq!(thumbnail_sizes(width, height), expected, "{width} × {height}");
        }
    }

    #[test]
    fn the_best_thumbnail_exists_and_is_no_smaller_than_needed() {
        for side in [1, 256, 257, 512, 513, 1024, 5000] {
            for wanted in ThumbnailSize::ALL {
                let best = best_thumbnail(side, side, wanted);
                assert!(thumbnail_sizes(side, side).contains(&best));
                assert!(best == wanted || best.pixels() >= side, "{side} {wanted:?}");
            }
        }
    }
}
