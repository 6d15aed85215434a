//! Dunes: smooth crests, one side in light and one in shade, wind ripples on the sand.

use super::{
    super::{
        canvas::Canvas,
        colour::Rgb,
        noise::{Noise, Random, lerp, smoothstep},
        palette::Palette,
    },
    profile::Profile,
    sky,
};

struct Dune {
    crest: Profile,
    nearness: f32,
}

const DUNES: usize = 6;

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let horizon = height * random.range(0.44, 0.54);
    let sun = sky::paint(canvas, palette, random, horizon + 0.04);
    let dunes: Vec<Dune> = (0..DUNES).map(|at| dune(width, height, horizon, at, random)).collect();
    let wind = random.noise();
    let side = if sun.x > width * 0.5 { 1.0 } else { -1.0 };
    let pixel = canvas.pixel();
    canvas.shade(|x, y, sky| {
        let hides = |dune: &Dune| y >= dune.crest.at(x) + pixel;
        let first = dunes.iter().rposition(hides).unwrap_or(0);
        dunes[first..].iter().fold(sky, |behind, dune| {
            let top = dune.crest.at(x);
            let cover = smoothstep(top - pixel, top + pixel, y);
            if cover > 0.0 {
                behind.mix(dune.colour(x, y, side, palette, wind), cover)
            } else {
                behind
            }
        })
    });
}

impl Dune {
    fn colour(&self, x: f32, y: f32, side: f32, palette: &Palette, wind: Noise) -> Rgb {
        let far = 1.0 - self.nearness;
        let depth = y - self.crest.at(x);
        // The sheltered side lies in shade; its edge runs down from the crest, away from the light, and wanders.
        let bend = wind.fractal(x * 2.2, y * 3.0, 2);
        let foot = x + (depth * 1.25 + bend * 0.12 * depth.min(0.4)) * side;
        let slope = self.crest.slope(foot) * side;
        let shade = smoothstep(-0.06, 0.16, -slope) * (1.0 - smoothstep(0.1, 0.5, depth));
        let fine = lerp(300.0, 110.0, self.nearness);
        let wave = (y * fine + x * 22.0 + bend * 26.0).sin() * 0.5 + 0.5;
        let ripple = wave * self.nearness * smoothstep(0.0, 0.08, depth);
        let sunny = palette.ramp.at((0.78 - 0.42 * depth - 0.045 * ripple).max(0.3));
        let dark = palette.ramp.at(0.36 - 0.2 * self.nearness + 0.03 * ripple);
        sunny
            .mix(dark, shade * 0.9)
            .mix(palette.sky.at(0.94), far.powf(1.3) * 0.5)
    }
}

fn dune(width: f32, height: f32, horizon: f32, at: usize, random: &mut Random) -> Dune {
    let nearness = at as f32 / (DUNES - 1) as f32;
    let shape = random.noise();
    let base = lerp(horizon, height * 0.9, nearness.powf(1.35));
    let relief = lerp(0.05, 0.26, nearness);
    let (scale, offset) = (lerp(2.6, 0.95, nearness), random.range(0.0, 80.0));
    let crest = Profile::new(width, |x| {
        let swell = shape.at(x * scale + offset, 0.5) + 0.35 * shape.at(x * scale * 2.3 + offset, 7.5);
        base - relief * (1.0 - swell.abs().powf(0.85) * 1.25)
    });
    Dune { crest, nearness }
}
