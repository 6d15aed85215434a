//! Lights out of focus: a dim street of colour, then discs that overlap like a wide-open lens makes them.

use super::super::{
    canvas::Canvas,
    colour::Rgb,
    field::Field,
    noise::{Random, smoothstep},
    palette::Palette,
};

const DISCS: usize = 130;

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    backdrop(canvas, palette, random);
    let line = height * random.range(0.42, 0.6);
    for number in 0..DISCS {
        // Small and far first, large and near last.
        let nearness = number as f32 / DISCS as f32;
        let radius = (0.008 + 0.07 * nearness.powf(2.2)) * random.range(0.7, 1.4);
        let x = random.range(-0.05, width + 0.05);
        let scatter = (random.unit() + random.unit() + random.unit()) / 1.5 - 1.0;
        let y = line + scatter * height * (0.16 + 0.42 * nearness);
        let colour = lamp(palette, random);
        let strength = random.range(0.16, 0.62) * (1.0 - 0.55 * nearness);
        light(canvas, x, y, radius, colour, strength);
        if y > line && random.chance(0.5) {
            reflection(canvas, x, y + radius, radius, colour, strength * 0.25);
        }
    }
}

fn backdrop(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let noise = random.noise();
    let haze = Field::new(width, height, |x, y| noise.fractal(x * 1.4, y * 1.4, 4));
    let warm = random.range(0.35, 0.65);
    canvas.shade(|x, y, _| {
        let t = y / height;
        let band = (-((t - 0.52) / 0.26).powi(2)).exp();
        let base = palette.ramp.at(0.04 + 0.3 * band + 0.14 * haze.at(x, y));
        let glow = smoothstep(-0.1, 0.4, haze.at(x + 0.3, y)) * band * warm;
        base.add(palette.accent, glow * 0.22)
    });
}

fn lamp(palette: &Palette, random: &mut Random) -> Rgb {
    match random.below(10) {
        0..=3 => palette.light,
        4..=5 => palette.accent,
        _ => palette.swatches[2 + random.below(3)],
    }
}

/// A disc a little brighter at its rim, with a faint glow around.
fn light(canvas: &mut Canvas, x: f32, y: f32, radius: f32, colour: Rgb, strength: f32) {
    canvas.disc(x, y, radius * 2.6, 1.0, |under, cover| {
        under.add(colour, cover * cover * strength * 0.22)
    });
    canvas.disc(x, y, radius, 0.06, |under, cover| {
        under.add(colour, cover * strength * 0.62)
    });
    canvas.disc(x, y, radius * 0.9, 0.12, |under, cover| {
        under.add(colour, -cover * strength * 0.14)
    });
}

/// A smear below a light, as on a wet street.
fn reflection(canvas: &mut Canvas, x: f32, y: f32, radius: f32, colour: Rgb, strength: f32) {
    for step in 0..6u8 {
        let down = f32::from(step) * radius * 0.9;
        let fade = 1.0 - f32::from(step) / 6.0;
        canvas.disc(
            x,
            y + down,
            radius * (1.0 - 0.06 * f32::from(step)),
            1.0,
            |under, cover| under.add(colour, cover * strength * fade),
        );
    }
}
