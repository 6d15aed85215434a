//! Pictures made for a request to repaint: a clean mask, and a picture with room around it.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbImage};

use crate::decode::decode;
use crate::inspect::open;
use crate::{Error, Limits};

/// A picture that was made, as a PNG file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub png: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A mask as models want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Grey of 8 bits: white where the picture is to be repainted.
    pub made: Made,
    /// Whether every pixel is black, so that nothing would be repainted.
    pub is_empty: bool,
}

/// Pixels to add at each side of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Margins {
    /// Pixels at the left.
    pub left: u32,
    /// Pixels at the right.
    pub right: u32,
    /// Pixels at the top.
    pub top: u32,
    /// Pixels at the bottom.
    pub bottom: u32,
}

/// A rectangle of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Pixels left of it.
    pub left: u32,
    /// Pixels above it.
    pub top: u32,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// The mask of this size that is white in `area`; what of it lies outside is left out.
///
/// # Errors
/// [`Error::Encode`].
pub fn area_mask((width, height): (u32, u32), area: Area) -> Result<Mask, Error> {
    let is_inside = |at: u32, start: u32, length: u32| (start..start.saturating_add(length)).contains(&at);
    let grey = GrayImage::from_fn(width, height, |x, y| {
        let painted = is_inside(x, area.left, area.width) && is_inside(y, area.top, area.height);
        Luma([if painted { u8::MAX } else { 0 }])
    });
    finish(grey)
}

/// Writes an uploaded mask anew: grey, 8 bits, without anything else that the file may have held. What is transparent counts as black.
///
/// # Errors
/// All of [`Error`].
pub fn clean_mask(bytes: &[u8], limits: &Limits) -> Result<Mask, Error> {
    let picture = upright(bytes, limits)?;
    let rgba = picture.into_rgba8();
    let grey = GrayImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0.map(u32::from);
        // The weights of ITU-R BT.601, in thousandths.
        let light = (red * 299 + green * 587 + blue * 114 + 500) / 1000;
        Luma([((light * alpha + 127) / 255) as u8])
    });
    finish(grey)
}

fn finish(grey: GrayImage) -> Result<Mask, Error> {
    Ok(Mask {
        is_empty: grey.pixels().all(|pixel| pixel.0[0] == 0),
        made: write(&grey.into())?,
    })
}

/// The picture with `margins` around it, filled from its edges, and the mask of what was added.
///
/// The caller checks that the new size is bearable.
///
/// # Errors
/// All of [`Error`].
pub fn extend(bytes: &[u8], limits: &Limits, margins: Margins) -> Result<(Made, Made), Error> {
    let picture = upright(bytes, limits)?.into_rgb8();
    let (width, height) = picture.dimensions();
    let wide = width + margins.left + margins.right;
    let high = height + margins.top + margins.bottom;
    let nearest = |at: u32, before: u32, length: u32| at.saturating_sub(before).min(length - 1);
    let canvas = RgbImage::from_fn(wide, high, |x, y| {
        *picture.get_pixel(nearest(x, margins.left, width), nearest(y, margins.top, height))
    });
    let inside = |at: u32, before: u32, length: u32| (before..before + length).contains(&at);
    let mask = GrayImage::from_fn(wide, high, |x, y| {
        let kept = inside(x, margins.left, width) && inside(y, margins.top, height);
        Luma([if kept { 0 } else { u8::MAX }])
    });
    Ok((write(&canvas.into())?, write(&mask.into())?))
}

/// The picture as it is displayed.
pub(crate) fn upright(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, Error> {
    let opened = open(bytes, limits)?;
    let mut picture = decode(opened.probe.format, opened.decoder)?;
    picture.apply_orientation(opened.orientation);
    Ok(picture)
}

fn write(picture: &DynamicImage) -> Result<Made, Error> {
    let mut file = Cursor::new(Vec::new());
    picture
        .write_to(&mut file, ImageFormat::Png)
        .map_err(|error| Error::Encode {
            reason: error.to_string(),
        })?;
    Ok(Made {
        png: file.into_inner(),
        width: picture.width(),
        height: picture.height(),
    })
}

#[cfg(test)]
mod tests {
    use image::{Rgb, Rgba, RgbaImage};

    use super::*;

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        write(&picture.into()).unwrap().png
    }

    fn read(made: &Made) -> DynamicImage {
        image::load_from_memory(&made.png).unwrap()
    }

    #[test]
    fn a_mask_becomes_grey_and_transparency_black() {
        let painted = RgbaImage::from_fn(3, 1, |x, _| match x {
            0 => Rgba([255, 255, 255, 255]),
            1 => Rgba([255, 255, 255, 0]),
            _ => Rgba([0, 0, 0, 255]),
        });
        let mask = clean_mask(&png(painted), &Limits::default()).unwrap();
        assert!(!mask.is_empty);
        let levels: Vec<u8> = read(&mask.made).into_luma8().into_raw();
        assert_eq!(levels, [255, 0, 0]);
        let black = clean_mask(&png(RgbImage::new(2, 2)), &Limits::default()).unwrap();
        assert!(black.is_empty);
    }

    #[test]
    fn an_area_is_white_and_nothing_else() {
        let area = Area {
            left: 1,
            top: 1,
            width: u32::MAX,
            height: 1,
        };
        let mask = area_mask((3, 3), area).unwrap();
        assert!(!mask.is_empty);
        let levels: Vec<u8> = read(&mask.made).into_luma8().into_raw();
        assert_eq!(levels, [0, 0, 0, 0, 255, 255, 0, 0, 0]);
        let outside = Area { left: 3, ..area };
        assert!(area_mask((3, 3), outside).unwrap().is_empty);
    }

    #[test]
    fn what_is_no_picture_is_no_mask() {
        assert_eq!(
            clean_mask(b"<html>", &Limits::default()),
            Err(Error::Unsupported { sniffed: "HTML" })
        );
    }

    #[test]
    fn a_picture_is_extended_from_its_edges_and_the_mask_says_where() {
        let picture = RgbImage::from_fn(2, 2, |x, y| Rgb([x as u8 * 100, y as u8 * 100, 7]));
        let margins = Margins {
            left: 1,
            bottom: 2,
            ..Margins::default()
        };
        let (canvas, mask) = extend(&png(picture.clone()), &Limits::default(), margins).unwrap();
        assert_eq!((canvas.width, canvas.height), (3, 4));
        let (canvas, mask) = (read(&canvas).into_rgb8(), read(&mask).into_luma8());
        for (x, y, level) in mask.enumerate_pixels() {
            let kept = x >= 1 && y < 2;
            assert_eq!(level.0[0], if kept { 0 } else { 255 }, "{x},{y}");
            if kept {
                assert_eq!(canvas.get_pixel(x, y), picture.get_pixel(x - 1, y));
            }
        }
        assert_eq!(canvas.get_pixel(0, 3), picture.get_pixel(0, 1));
    }
}
