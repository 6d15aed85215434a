//! Ranges of mountains fading into haze, the near ones lit from the sun's side, mist in the valleys.

use super::{
    super::{
        canvas::Canvas,
        colour::Rgb,
        noise::{Noise, Random, lerp, smoothstep},
        palette::Palette,
    },
    profile::Profile,
    sky::{self, Sun},
};

/// One range.
struct Range {
    skyline: Profile,
    /// The skyline without its small teeth, for the light on its flanks.
    flank: Profile,
    /// Height of the valley floor.
    base: f32,
    /// 0 far, 1 near.
    nearness: f32,
}

const RANGES: usize = 6;

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let horizon = height * random.range(0.5, 0.62);
    let sun = sky::paint(canvas, palette, random, horizon + 0.06 * height);
    let ranges: Vec<Range> = (0..RANGES)
        .map(|at| range(width, height, horizon, at, random))
        .collect();
    let texture = random.noise();
    let pixel = canvas.pixel();
    canvas.shade(|x, y, sky| {
        // Only the range that hides what is behind it, and the soft edges before it, need painting.
        let hides = |range: &Range| y >= range.skyline.at(x) + pixel;
        let first = ranges.iter().rposition(hides).unwrap_or(0);
        ranges[first..].iter().fold(sky, |behind, range| {
            let top = range.skyline.at(x);
            let cover = smoothstep(top - pixel, top + pixel, y);
            if cover > 0.0 {
                behind.mix(range.colour(x, y, &sun, palette, texture), cover)
            } else {
                behind
            }
        })
    });
}

impl Range {
    fn colour(&self, x: f32, y: f32, sun: &Sun, palette: &Palette, texture: Noise) -> Rgb {
        let far = 1.0 - self.nearness;
        let depth = y - self.skyline.at(x);
        let rock = palette.ramp.at(0.03 + 0.6 * far.powf(1.15));
        // Flanks that face the sun are brighter near the crest; gullies break the light up.
        let side = (sun.x - x).clamp(-0.2, 0.2) * 5.0;
        let gully = texture.fractal(x * 11.0 + y * 6.0, y * 9.0 - x * 4.0, 3);
        let light = smoothstep(-0.35, 1.0, gully * 1.9 - self.flank.slope(x) * side * 0.7) * (-depth * 5.0).exp();
        let lit = rock.mix(palette.ramp.at(0.5 + 0.42 * far), light * (0.16 + 0.3 * far));
        // Mist gathers in the valley before the next range rises.
        let mist = smoothstep(self.base - 0.16, self.base + 0.13, y) * (0.25 + 0.6 * far);
        lit.mix(palette.ramp.at(0.24 + 0.62 * far), mist * (1.0 - self.nearness.powi(4)))
    }
}

fn range(width: f32, height: f32, horizon: f32, at: usize, random: &mut Random) -> Range {
    let nearness = at as f32 / (RANGES - 1) as f32;
    let (ridge, rough) = (random.noise(), random.noise());
    let base = lerp(horizon, height * 0.97, nearness.powf(1.25));
    let relief = lerp(0.26, 0.3, nearness) * random.range(0.75, 1.15) * if nearness > 0.6 { 0.62 } else { 1.0 };
    let scale = lerp(2.3, 1.25, nearness) * random.range(0.85, 1.2);
    let offset = random.range(0.0, 100.0);
    let skyline = Profile::new(width, |x| {
        let crest = ridge.ridged(x * scale + offset, offset * 0.37, 6);
        let detail = rough.fractal(x * 26.0, offset, 4) * 0.016 * (0.4 + nearness);
        base - relief * (crest - 0.32) - detail
    });
    let flank = Profile::new(width, |x| {
        base - relief * ridge.ridged(x * scale + offset, offset * 0.37, 2)
    });
    Range {
        skyline,
        flank,
        base,
        nearness,
    }
}
