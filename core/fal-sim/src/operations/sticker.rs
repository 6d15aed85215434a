//! Stickers: the portrait repainted inside an oval with a white rim, once on a plain ground and once on none.

use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::{Kind, Made, Picture, Work, blocking};
use crate::{
    errors::Failure,
    paint::{self, Format, Subject},
    state::Sim,
};

/// Half the oval's width and height as parts of the picture's; the rim lies around it.
const OVAL: (f32, f32) = (0.36, 0.42);

/// How much larger the rim's outer edge is than the oval.
const RIM: f32 = 1.08;

/// Width of the soft edges in parts of the oval's radius.
const SOFT: f32 = 0.012;

/// What is behind the sticker.
const GROUND: Rgb<u8> = Rgb([214, 219, 226]);

/// How far the portrait is repainted where nothing of the likeness is asked for, and where all of it is.
const STRENGTHS: (f32, f32) = (0.95, 0.25);

/// Makes the sticker and its cut-out, both PNG.
pub(super) async fn produce(sim: &Sim, work: &Work<'_>, portrait: RgbImage) -> Result<Made, Failure> {
    let flagged = work.flagged();
    let (width, height) = work.size(None);
    let subject = work.subject(0, width, height);
    let likeness = work.inputs.number("instant_id_strength").unwrap_or(0.7) as f32;
    let draw = move || {
        let cut = if flagged {
            RgbaImage::from_pixel(width, height, Rgba([0, 0, 0, 255]))
        } else {
            cut_out(&portrait, &subject, likeness)
        };
        [
            paint::encode(&on_ground(&cut), Format::Png),
            paint::encode_with_alpha(&cut, Format::Png),
        ]
    };
    let files = blocking(sim, draw).await?;
    let picture = |bytes: Vec<u8>| Picture {
        width,
        height,
        kind: Kind::Picture(Format::Png),
        bytes: bytes.into(),
    };
    Ok(Made {
        pictures: files.into_iter().map(picture).collect(),
        flagged,
    })
}

/// The sticker with nothing behind it.
fn cut_out(portrait: &RgbImage, subject: &Subject, likeness: f32) -> RgbaImage {
    let (weakest, strongest) = STRENGTHS;
    let face = paint::transform(portrait, subject, weakest + (strongest - weakest) * likeness);
    RgbaImage::from_fn(subject.width, subject.height, |x, y| {
        let radius = radius(x, y, subject);
        let (face_cover, cover) = (inside(radius, 1.0), inside(radius, RIM));
        let Rgb(colour) = *face.get_pixel(x, y);
        let [red, green, blue] = colour.map(|level| mix(255, level, face_cover));
        Rgba([red, green, blue, (cover * 255.0).round() as u8])
    })
}

/// The sticker on the plain ground.
fn on_ground(cut: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(cut.width(), cut.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *cut.get_pixel(x, y);
        let cover = f32::from(alpha) / 255.0;
        let [under_red, under_green, under_blue] = GROUND.0;
        Rgb([
            mix(under_red, red, cover),
            mix(under_green, green, cover),
            mix(under_blue, blue, cover),
        ])
    })
}

/// Distance of a pixel from the middle; 1 on the oval.
fn radius(x: u32, y: u32, subject: &Subject) -> f32 {
    let across = ((x as f32 + 0.5) / subject.width as f32 - 0.5) / OVAL.0;
    let down = ((y as f32 + 0.5) / subject.height as f32 - 0.5) / OVAL.1;
    across.hypot(down)
}

/// 1 within `edge`, 0 beyond, and in between along the soft edge.
fn inside(radius: f32, edge: f32) -> f32 {
    ((edge + SOFT - radius) / (2.0 * SOFT)).clamp(0.0, 1.0)
}

fn mix(under: u8, over: u8, cover: f32) -> u8 {
    (f32::from(under) + (f32::from(over) - f32::from(under)) * cover).round() as u8
}
