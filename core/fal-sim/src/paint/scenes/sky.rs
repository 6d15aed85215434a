//! Skies: gradient, sun or moon with its glow, drifting cloud, stars at night.

use super::super::{
    canvas::Canvas,
    colour::Rgb,
    field::Field,
    noise::{Noise, Random, smoothstep},
    palette::Palette,
};

/// Where the light stands.
#[derive(Clone, Copy)]
pub(super) struct Sun {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) radius: f32,
}

/// How far below the horizon a scene may still leave sky in sight.
const HIDDEN: f32 = 0.16;

/// Paints a sky down to `horizon` and returns its sun.
pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random, horizon: f32) -> Sun {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let sun = Sun {
        x: width
            * if random.chance(0.5) {
                random.range(0.22, 0.42)
            } else {
                random.range(0.58, 0.78)
            },
        y: horizon * random.range(0.42, 0.82),
        radius: random.range(0.032, 0.062),
    };
    let clouds = clouds(width, height, random);
    let stars = Stars {
        noise: random.noise(),
        shown: palette.night,
    };
    let cover = random.range(0.25, 0.7);
    let pixel = canvas.pixel();
    canvas.shade(|x, y, _| {
        let t = (y / horizon).clamp(0.0, 1.0);
        if y > horizon + HIDDEN {
            return palette.sky.at(1.0);
        }
        let base = palette.sky.at(t.powf(1.15));
        let (dx, dy) = (x - sun.x, (y - sun.y) * 1.15);
        let distance = (dx * dx + dy * dy).sqrt();
        let glow = (-distance * 3.2).exp() * 0.38 + (-distance * 11.0).exp() * 0.42;
        let lit = stars
            .add(base, x, y, 1.0 - t)
            .add(palette.light, if palette.night { glow * 0.35 } else { glow });
        let cloud = smoothstep(0.02, 0.42, clouds.at(x, y)) * cover * smoothstep(0.0, 0.25, t) * (1.15 - t);
        let cloud_colour = palette.ramp.at(0.62 + 0.3 * (-distance * 1.6).exp());
        let veiled = lit.mix(cloud_colour, cloud * if palette.night { 0.3 } else { 0.75 });
        let disc = 1.0
            - smoothstep(
                sun.radius - 1.5 * pixel,
                sun.radius + 1.5 * pixel,
                (dx * dx + (y - sun.y).powi(2)).sqrt(),
            );
        veiled.mix(palette.light.scale(1.25), disc * (1.0 - cloud * 0.6))
    });
    sun
}

/// Long drifting cloud.
fn clouds(width: f32, height: f32, random: &mut Random) -> Field {
    let (shape, warp) = (random.noise(), random.noise());
    Field::new(width, height, |x, y| {
        let bend = warp.fractal(x * 1.3, y * 2.0, 3);
        shape.fractal(x * 1.5 + bend * 0.7, y * 4.6 + bend, 5)
    })
}

/// Fixed stars.
pub(super) struct Stars {
    pub(super) noise: Noise,
    pub(super) shown: bool,
}

/// Cells per unit, at most one star each.
const STAR_CELLS: f32 = 58.0;

impl Stars {
    /// Adds the star near this point, if there is one.
    pub(super) fn add(&self, colour: Rgb, x: f32, y: f32, strength: f32) -> Rgb {
        if !self.shown {
            return colour;
        }
        let (cx, cy) = ((x * STAR_CELLS) as i32, (y * STAR_CELLS) as i32);
        let chance = self.noise.cell(cx, cy);
        if chance < 0.86 {
            return colour;
        }
        let px = (cx as f32 + 0.2 + 0.6 * self.noise.cell(cx + 911, cy)) / STAR_CELLS;
        let py = (cy as f32 + 0.2 + 0.6 * self.noise.cell(cx, cy + 577)) / STAR_CELLS;
        let size = 0.0011 + 0.0022 * (chance - 0.86) / 0.14 * self.noise.cell(cx + 33, cy + 33);
        let distance = ((x - px).powi(2) + (y - py).powi(2)).sqrt();
        let shine = (-(distance / size).powi(2)).exp();
        colour.add(Rgb([0.92, 0.95, 1.0]), shine * strength * 1.1)
    }
}
