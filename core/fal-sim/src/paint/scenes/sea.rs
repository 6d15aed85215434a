//! Water under a low sun: the sky mirrored and broken by waves, a path of glints.

use super::{
    super::{
        canvas::Canvas,
        noise::{Random, lerp, smoothstep},
        palette::Palette,
    },
    profile::Profile,
    sky,
};

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let horizon = height * random.range(0.46, 0.58);
    let sun = sky::paint(canvas, palette, random, horizon);
    let far = coast(width, horizon, random.range(0.02, 0.07), random);
    let near = coast(width, horizon + 0.004, random.range(0.01, 0.05), random);
    let (swell, ripple, fine) = (random.noise(), random.noise(), random.noise());
    let pixel = canvas.pixel();
    canvas.shade(|x, y, above| {
        if y < horizon {
            let haze = palette.sky.at(0.97);
            let back = smoothstep(far.at(x) - pixel, far.at(x) + pixel, y);
            let front = smoothstep(near.at(x) - pixel, near.at(x) + pixel, y);
            let back_colour = palette.ramp.at(0.22).mix(haze, 0.6);
            let front_colour = palette.ramp.at(0.12).mix(haze, 0.28);
            return above.mix(back_colour, back).mix(front_colour, front);
        }
        let depth = (y - horizon) / (height - horizon);
        // Perspective: waves get longer and slower towards the viewer.
        let distance = 1.0 / (depth + 0.035);
        let (wx, wy) = ((x - width * 0.5) * distance * 0.85, distance * 2.1);
        let wave = swell.fractal(wx * 1.1, wy * 1.9, 3) * 0.75 + ripple.fractal(wx * 3.2 + 9.0, wy * 6.0, 3) * 0.45;
        let tilt = wave * lerp(0.12, 0.62, depth);
        let mirrored = (1.0 - depth * 0.9 + tilt).clamp(0.0, 1.0);
        let water = palette
            .sky
            .at(mirrored)
            .mix(palette.ramp.at(0.1 + 0.12 * (1.0 - depth)), 0.42 + 0.4 * depth);
        let crest = smoothstep(0.1, 0.5, wave) * 0.2 * (0.3 + depth);
        let lit = water.mix(palette.ramp.at(0.72), crest);
        // The glitter path widens towards the viewer.
        let spread = sun.radius * 0.9 + depth * 0.34;
        let path = (-((x - sun.x) / spread).powi(2) * 1.6).exp();
        let sparkle = fine.at(wx * 7.0, wy * 13.0) * 0.6 + ripple.at(wx * 3.0, wy * 7.0) * 0.6;
        let glint = smoothstep(0.12, 0.55, sparkle) * path * lerp(1.1, 0.55, depth);
        let sheen = path * (1.0 - depth) * 0.28;
        lit.add(palette.light, glint + sheen)
    });
}

/// A strip of land on the horizon that dips under it in places.
fn coast(width: f32, horizon: f32, relief: f32, random: &mut Random) -> Profile {
    let (shape, detail) = (random.noise(), random.noise());
    let offset = random.range(0.0, 50.0);
    Profile::new(width, |x| {
        let hill = shape.fractal(x * 1.7 + offset, 3.0, 4) + 0.05;
        horizon - relief * hill * 2.2 - detail.fractal(x * 30.0, offset, 3) * 0.004 * relief * 20.0
    })
}
