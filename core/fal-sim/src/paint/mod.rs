//! Pictures from nothing but (model, prompt, seed, size): the same four always give the same bytes.
//!
//! A picture is a *scene* (mountains, sea, silk, …) in a *palette*, both hinted at by words of the prompt and otherwise
//! chosen by the digest of the subject. Scenes are functions from a point to a colour, so a small preview shows the same
//! picture as the full size. Coordinates run from 0 to 1 along the shorter side, so shapes keep theirs.

mod canvas;
mod colour;
mod encode;
mod field;
mod film;
mod guide;
mod noise;
mod palette;
mod scenes;
mod transform;
mod video;
mod words;

use image::RgbImage;

pub(crate) use encode::{Format, encode, encode_with_alpha};
pub(crate) use film::{Film, fitted};
pub(crate) use guide::{through_mask, with_colours, with_edges};
pub(crate) use transform::transform;
pub(crate) use video::encode_video;

use canvas::Canvas;
use noise::Random;
use palette::Palette;
use scenes::Scene;

/// What a picture is made from.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) model: String,
    pub(crate) prompt: String,
    /// The seed as JSON text, so that any whole number will do.
    pub(crate) seed: String,
    /// Number of the picture within its request, from 0.
    pub(crate) index: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Subject {
    /// The dice of this subject. Size is left out: a preview must show what the picture will.
    fn random(&self) -> Random {
        let number = self.index.to_string();
        Random::new(&crate::ids::digest(&[&self.model, &self.prompt, &self.seed, &number]))
    }
}

/// Draws a subject.
pub(crate) fn draw(subject: &Subject) -> RgbImage {
    let mut random = subject.random();
    let palette = Palette::choose(&subject.prompt, &mut random);
    let scene = Scene::choose(&subject.prompt, &mut random);
    let mut canvas = Canvas::new(subject.width, subject.height);
    scene.paint(&mut canvas, &palette, &mut random);
    canvas.finish(&mut random)
}
