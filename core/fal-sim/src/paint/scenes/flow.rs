//! Fine lines drawn by a current: thousands of translucent strands that follow one field.

use super::super::{
    canvas::Canvas,
    field::Field,
    noise::{Random, smoothstep},
    palette::Palette,
};

/// Strands across the shorter side.
const STRANDS: f32 = 150.0;

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let (broad, fine, hue) = (random.noise(), random.noise(), random.noise());
    let sway = random.range(0.7, 1.2);
    // Level lines of a smooth height are streams: nothing crosses them.
    let stream = Field::new(width, height, |x, y| {
        let bend = broad.fractal(x * 0.9 * sway, y * 0.9 * sway, 3);
        y * 0.55 + bend * 1.15 + 0.12 * fine.fractal(x * 2.4 + bend, y * 2.4, 2)
    });
    let colour = Field::new(width, height, |x, y| hue.fractal(x * 0.9, y * 0.9 + 7.0, 3));
    let depth = Field::new(width, height, |x, y| broad.fractal(x * 1.1 + 50.0, y * 1.1, 3));
    let strands = random.noise();
    canvas.shade(|x, y, _| {
        let level = stream.at(x, y);
        let ground = palette.ramp.at(0.06 + 0.16 * smoothstep(-0.4, 0.5, depth.at(x, y)));
        let (dx, dy) = stream.slope(x, y);
        let steep = (dx * dx + dy * dy).sqrt().max(0.05);
        let mut light = ground;
        for layer in 0..3u8 {
            let count = STRANDS * (0.34 + 0.4 * f32::from(layer));
            let place = level * count + f32::from(layer) * 37.3;
            let cell = place.floor() as i32;
            let strength = strands.cell(cell, i32::from(layer));
            let across = (place - place.floor() - 0.5).abs();
            // Where the field is flat a strand would smear into a patch; fade it out there.
            let line = (1.0 - smoothstep(0.08, 0.44, across)) * smoothstep(0.12, 0.5, steep);
            if line <= 0.0 {
                continue;
            }
            let along = strands.at(x * 2.2 + cell as f32 * 5.1, y * 2.2) * 0.5 + 0.5;
            let tone = 0.34 + 0.55 * strength + 0.5 * colour.at(x, y);
            let body = if strength > 0.86 {
                palette.accent
            } else {
                palette.ramp.at(tone.clamp(0.0, 1.0))
            };
            light = light.mix(body, line * along * (0.3 + 0.7 * strength) * 0.82);
        }
        let glow = smoothstep(0.05, 0.42, colour.at(x, y)) * 0.16;
        light.add(palette.light, glow * smoothstep(0.1, 0.6, depth.at(x, y) + 0.3))
    });
}
