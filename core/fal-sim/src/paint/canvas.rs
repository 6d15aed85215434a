//! The picture while it is painted: linear light in floating point, filled on all processors, finished to eight bits.

use image::RgbImage;

use super::{
    colour::{Rgb, encode},
    noise::{Random, smoothstep},
};

/// A picture in linear light.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
}

/// Strength of the film grain, as a share of full brightness.
const GRAIN: f32 = 0.014;

/// How much darker the corners are.
const VIGNETTE: f32 = 0.22;

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1) as usize, height.max(1) as usize);
        Self {
            width,
            height,
            pixels: vec![Rgb([0.0; 3]); width * height],
        }
    }

    /// Width in units of the shorter side.
    pub(super) fn aspect_x(&self) -> f32 {
        self.width as f32 / self.short()
    }

    /// Height in units of the shorter side.
    pub(super) fn aspect_y(&self) -> f32 {
        self.height as f32 / self.short()
    }

    /// Size of a pixel in units of the shorter side.
    pub(super) fn pixel(&self) -> f32 {
        1.0 / self.short()
    }

    fn short(&self) -> f32 {
        self.width.min(self.height) as f32
    }

    /// Recolours every pixel: `shade` gets the point, in units of the shorter side, and the colour so far.
    pub(super) fn shade(&mut self, shade: impl Fn(f32, f32, Rgb) -> Rgb + Sync) {
        let (width, pixel) = (self.width, self.pixel());
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let band = self.height.div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for (number, rows) in self.pixels.chunks_mut(band * width).enumerate() {
                let shade = &shade;
                scope.spawn(move || {
                    for (at, colour) in rows.iter_mut().enumerate() {
                        let x = (at % width) as f32 + 0.5;
                        let y = (number * band + at / width) as f32 + 0.5;
                        *colour = shade(x * pixel, y * pixel, *colour);
                    }
                });
            }
        });
    }

    /// Adds a soft-edged disc of light: `softness` 0 gives a hard rim, 1 a glow.
    pub(super) fn disc(&mut self, x: f32, y: f32, radius: f32, softness: f32, paint: impl Fn(Rgb, f32) -> Rgb) {
        let short = self.short();
        let reach = radius * short;
        let clamp = |value: f32, end: usize| (value.max(0.0) as usize).min(end);
        let (left, right) = (
            clamp(x * short - reach, self.width),
            clamp(x * short + reach + 1.0, self.width),
        );
        let (top, bottom) = (
            clamp(y * short - reach, self.height),
            clamp(y * short + reach + 1.0, self.height),
        );
        let inner = (1.0 - softness).min(1.0 - 1.5 / reach.max(1.6));
        for row in top..bottom {
            for column in left..right {
                let (dx, dy) = ((column as f32 + 0.5) / short - x, (row as f32 + 0.5) / short - y);
                let distance = (dx * dx + dy * dy).sqrt() / radius;
                if distance < 1.0 {
                    let cover = 1.0 - smoothstep(inner, 1.0, distance);
                    let colour = &mut self.pixels[row * self.width + column];
                    *colour = paint(*colour, cover);
                }
            }
        }
    }

    /// Tone mapping, vignette, grain, eight bits.
    pub(super) fn finish(mut self, random: &mut Random) -> RgbImage {
        let (half_x, half_y) = (self.aspect_x() / 2.0, self.aspect_y() / 2.0);
        let grain = random.noise();
        let (short, tone) = (self.short(), Tone::new());
        self.shade(|x, y, colour| {
            let (dx, dy) = ((x - half_x) / half_x, (y - half_y) / half_y);
            let edge = 1.0 - VIGNETTE * smoothstep(0.5, 1.9, dx * dx + dy * dy);
            let speck = grain.cell((x * short) as i32, (y * short) as i32) - 0.5;
            Rgb(colour.0.map(|channel| tone.at(channel * edge) + speck * GRAIN))
        });
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for pixel in &self.pixels {
            bytes.extend(pixel.0.map(|channel| (channel * 255.0 + 0.5) as u8));
        }
        RgbImage::from_raw(self.width as u32, self.height as u32, bytes)
            .expect("a canvas has three channels for each pixel")
    }
}

/// Light to finished brightness, tabled: the power function would cost more than the drawing.
struct Tone(Vec<f32>);

/// Entries per unit of the square root of light, which spaces them evenly for the eye.
const TONE_STEPS: f32 = 2048.0;

/// Brightest light that still makes a difference.
const BRIGHTEST: f32 = 8.0;

impl Tone {
    fn new() -> Self {
        let last = (BRIGHTEST.sqrt() * TONE_STEPS) as usize;
        let light = |at: usize| (at as f32 / TONE_STEPS).powi(2);
        Self((0..=last).map(|at| encode(shoulder(light(at)))).collect())
    }

    fn at(&self, light: f32) -> f32 {
        self.0[(light.clamp(0.0, BRIGHTEST).sqrt() * TONE_STEPS) as usize]
    }
}

/// Rolls highlights off instead of clipping them; leaves everything below 0.7 alone.
fn shoulder(light: f32) -> f32 {
    const KNEE: f32 = 0.7;
    if light <= KNEE {
        return light.max(0.0);
    }
    let over = light - KNEE;
    KNEE + (1.0 - KNEE) * over / (over + 1.0 - KNEE)
}
