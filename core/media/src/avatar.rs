//! Pictures of people: the middle square, small, written anew.

use image::DynamicImage;

use crate::{Error, Limits, decode::decode, encode, inspect::open, resize};

/// Longest side of an avatar in pixels: sharp on a dense screen at the largest size that pages show.
pub const AVATAR_PX: u32 = 256;

/// Cuts the middle square out of a picture and writes it as WebP, at most [`AVATAR_PX`] wide and never enlarged. Nothing else of the
/// file is kept: no metadata, no further frames, no trailing bytes.
///
/// # Errors
/// Any [`Error`].
pub fn avatar(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let opened = open(bytes, limits)?;
    let square = middle(&decode(opened.probe.format, opened.decoder)?);
    let size = resize::fit(square.width(), square.height(), AVATAR_PX);
    let mut small = resize::shrink(&square, size)?.unwrap_or(square);
    small.apply_orientation(opened.orientation);
    encode::webp(&small)
}

fn middle(picture: &DynamicImage) -> DynamicImage {
    let side = picture.width().min(picture.height());
    picture.crop_imm((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;
    use crate::{Format, inspect};

    fn png(width: u32, height: u32) -> Vec<u8> {
        // Red at both ends, green in the middle square.
        let picture = RgbImage::from_fn(width, height, |x, _| {
            let is_middle = x.abs_diff(width / 2) < height / 2;
            Rgb(if is_middle { [0, 200, 0] } else { [200, 0, 0] })
        });
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[test]
    fn the_middle_square_is_kept_and_shrunk() {
        let made = avatar(&png(1200, 600), &Limits::default()).unwrap();
        let probe = inspect(&made, &Limits::default()).unwrap();
        assert_eq!(
            (probe.format, probe.width, probe.height),
            (Format::Webp, AVATAR_PX, AVATAR_PX)
        );
        let pixels = image::load_from_memory(&made).unwrap().into_rgb8();
        for x in [2, AVATAR_PX / 2, AVATAR_PX - 3] {
            let Rgb([red, green, _]) = *pixels.get_pixel(x, AVATAR_PX / 2);
            assert!(green > 150 && red < 80, "{x}: {red} {green}");
        }
        let tiny = avatar(&png(40, 20), &Limits::default()).unwrap();
        assert_eq!(inspect(&tiny, &Limits::default()).unwrap().width, 20);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        assert!(matches!(
            avatar(svg, &Limits::default()),
            Err(Error::Unsupported { .. })
        ));
        let cut = &png(64, 64)[..60];
        assert!(matches!(avatar(cut, &Limits::default()), Err(Error::Corrupt { .. })));
        let few = Limits {
            max_pixels: 100,
            ..Limits::default()
        };
        assert!(matches!(avatar(&png(64, 64), &few), Err(Error::TooManyPixels { .. })));
    }
}
