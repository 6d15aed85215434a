//! Cutting out: what differs from the colour of the border is the subject. Between the two the alpha rises smoothly, so edges are soft.

use image::{DynamicImage, RgbaImage, imageops};

use super::{Kind, Made, Picture, Work, blocking};
use crate::{
    errors::Failure,
    paint::{self, Format},
    state::Sim,
};

/// Distance in colour (0 to 441, the diagonal of the cube of bytes) up to which a pixel is background.
const BACKGROUND: f32 = 24.0;
/// Distance from which a pixel is wholly subject.
const SUBJECT: f32 = 72.0;

/// Cuts out the subject of `source`; with `output_mask` the mask follows as a second picture.
pub(super) async fn produce(sim: &Sim, work: &Work<'_>, source: DynamicImage) -> Result<Made, Failure> {
    let format = match work.format_name() {
        "" => Format::Png,
        name => Format::from_name(name),
    };
    let (crop, mask) = (work.inputs.flag("crop_to_bbox"), work.inputs.flag("output_mask"));
    let draw = move || {
        let mut cut = without_background(source.to_rgba8());
        if crop {
            cut = cropped(&cut);
        }
        let mut pictures = vec![picture(paint::encode_with_alpha(&cut, format), &cut, format)];
        if mask {
            let bytes = paint::encode(&mask_of(&cut), Format::Png);
            pictures.push(picture(bytes, &cut, Format::Png));
        }
        pictures
    };
    Ok(Made {
        pictures: blocking(sim, draw).await?,
        flagged: false,
    })
}

fn picture(bytes: Vec<u8>, of: &RgbaImage, format: Format) -> Picture {
    Picture {
        width: of.width(),
        height: of.height(),
        kind: Kind::Picture(format),
        bytes: bytes.into(),
    }
}

fn without_background(mut picture: RgbaImage) -> RgbaImage {
    let border = border_colour(&picture);
    for pixel in picture.pixels_mut() {
        let distance = (0..3)
            .map(|channel| (f32::from(pixel.0[channel]) - border[channel]).powi(2))
            .sum::<f32>()
            .sqrt();
        let cover = ((distance - BACKGROUND) / (SUBJECT - BACKGROUND)).clamp(0.0, 1.0);
        let smooth = cover * cover * (3.0 - 2.0 * cover);
        pixel.0[3] = (f32::from(pixel.0[3]) * smooth).round() as u8;
    }
    picture
}

/// The median of each channel along the four edges: a subject that touches the edge does not shift it.
fn border_colour(picture: &RgbaImage) -> [f32; 3] {
    let (width, height) = picture.dimensions();
    let rows = (0..width).flat_map(|x| [(x, 0), (x, height - 1)]);
    let columns = (0..height).flat_map(|y| [(0, y), (width - 1, y)]);
    let edge: Vec<[u8; 4]> = rows.chain(columns).map(|(x, y)| picture.get_pixel(x, y).0).collect();
    [0, 1, 2].map(|channel| {
        let mut levels: Vec<u8> = edge.iter().map(|pixel| pixel[channel]).collect();
        levels.sort_unstable();
        f32::from(levels[levels.len() / 2])
    })
}

/// Trimmed to what can be seen; the whole picture when that is nothing.
fn cropped(picture: &RgbaImage) -> RgbaImage {
    let seen = || picture.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[3] > 0);
    let columns = (seen().map(|(x, ..)| x).min(), seen().map(|(x, ..)| x).max());
    let rows = (seen().map(|(_, y, _)| y).min(), seen().map(|(_, y, _)| y).max());
    let ((Some(left), Some(right)), (Some(top), Some(bottom))) = (columns, rows) else {
        return picture.clone();
    };
    imageops::crop_imm(picture, left, top, right - left + 1, bottom - top + 1).to_image()
}

fn mask_of(picture: &RgbaImage) -> image::RgbImage {
    let (width, height) = picture.dimensions();
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([picture.get_pixel(x, y).0[3]; 3]))
}
