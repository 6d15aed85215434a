//! Image to image: the input's composition under the prompt's colours and brushwork, by strength.
//!
//! Strength 0 would be the input itself, 1 a new picture that only remembers where light and dark were. In between, the
//! input is displaced along its own brush field, its tones are mapped to the palette, and the drawn scene shines through.

use image::{RgbImage, imageops::FilterType};

use super::{
    Subject,
    canvas::Canvas,
    colour::{Rgb, decode},
    field::Field,
    noise::{lerp, smoothstep},
    palette::Palette,
    scenes::Scene,
};

/// Transforms `source` for `subject`. `strength` goes from 0 (unchanged) to 1 (new).
pub(crate) fn transform(source: &RgbImage, subject: &Subject, strength: f32) -> RgbImage {
    let strength = strength.clamp(0.0, 1.0);
    let mut random = subject.random();
    let palette = Palette::choose(&subject.prompt, &mut random);
    let scene = Scene::choose(&subject.prompt, &mut random);
    let mut canvas = Canvas::new(subject.width, subject.height);
    let input = Input::new(source, subject.width, subject.height);
    let brush = random.noise();
    let strokes = Field::new(canvas.aspect_x(), canvas.aspect_y(), |x, y| {
        brush.fractal(x * 3.4, y * 3.4, 2)
    });
    scene.paint(&mut canvas, &palette, &mut random);
    let short = subject.width.min(subject.height) as f32;
    // Little happens to the composition up to half strength; the last tenth gives most of it away.
    let (reach, recolour, fresh) = (0.016 * strength, smoothstep(0.05, 0.85, strength), strength.powi(3));
    canvas.shade(|x, y, drawn| {
        let (dx, dy) = strokes.slope(x, y);
        let (px, py) = (x + dy * reach * 0.4, y - dx * reach * 0.4);
        let seen = input.at(px * short, py * short);
        let tone = seen.luminance().max(0.0).powf(0.42);
        let toned = palette
            .ramp
            .at((tone + strokes.at(x, y) * 0.12 * strength).clamp(0.0, 1.0));
        let styled = seen.mix(toned, recolour * 0.85);
        // The drawn scene keeps the input's light and dark.
        let guided = drawn.scale(lerp(1.0, 0.35 + 1.1 * tone, 0.75));
        styled.mix(guided, fresh * 0.72)
    });
    canvas.finish(&mut random)
}

/// The input, fitted to the output's size, in linear light.
struct Input {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
}

impl Input {
    /// Cuts the input to the output's shape around its middle, then scales it.
    fn new(source: &RgbImage, width: u32, height: u32) -> Self {
        let (from_width, from_height) = source.dimensions();
        let scale = (from_width as f32 / width as f32).min(from_height as f32 / height as f32);
        let cut_width = ((width as f32 * scale) as u32).clamp(1, from_width);
        let cut_height = ((height as f32 * scale) as u32).clamp(1, from_height);
        let (left, top) = ((from_width - cut_width) / 2, (from_height - cut_height) / 2);
        let cut = image::imageops::crop_imm(source, left, top, cut_width, cut_height).to_image();
        let fitted = image::imageops::resize(&cut, width, height, FilterType::Triangle);
        let table: Vec<f32> = (0..=255u8).map(|level| decode(f32::from(level) / 255.0)).collect();
        let pixels = fitted
            .pixels()
            .map(|pixel| Rgb(pixel.0.map(|level| table[usize::from(level)])))
            .collect();
        Self {
            width: width as usize,
            height: height as usize,
            pixels,
        }
    }

    fn at(&self, x: f32, y: f32) -> Rgb {
        let clamp = |value: f32, end: usize| (value.max(0.0) as usize).min(end - 1);
        let (left, top) = (clamp(x - 0.5, self.width), clamp(y - 0.5, self.height));
        let (right, below) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (u, v) = (
            (x - 0.5 - left as f32).clamp(0.0, 1.0),
            (y - 0.5 - top as f32).clamp(0.0, 1.0),
        );
        let row = |row: usize| self.pixels[row * self.width + left].mix(self.pixels[row * self.width + right], u);
        row(top).mix(row(below), v)
    }
}
