//! Folds of colour: noise bent by noise, lit from the side like cloth.

use super::super::{
    canvas::Canvas,
    field::Field,
    noise::{Random, smoothstep},
    palette::Palette,
};

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let (first, second, third) = (random.noise(), random.noise(), random.noise());
    let scale = random.range(0.9, 1.5);
    let turn = random.range(0.0, std::f32::consts::TAU);
    let (cos, sin) = (turn.cos(), turn.sin());
    let warp = random.range(1.3, 2.1);
    let place = move |x: f32, y: f32| ((x * cos - y * sin) * scale, (x * sin + y * cos) * scale * 1.5);
    let bend = Field::new(width, height, |x, y| {
        let (x, y) = place(x, y);
        first.fractal(x, y, 3)
    });
    let folds = Field::new(width, height, |x, y| {
        let b = bend.at(x, y);
        let (x, y) = place(x, y);
        let q = second.fractal(x + b * warp, y + b * warp * 0.6 + 4.0, 3);
        third.fractal(x + q * warp * 1.1, y + q * warp + b, 3) + 0.35 * q
    });
    let tint = Field::new(width, height, |x, y| second.fractal(x * 0.8 + 20.0, y * 0.8, 2));
    let angle = random.range(0.0, std::f32::consts::TAU);
    let (light_x, light_y) = (angle.cos(), angle.sin());
    canvas.shade(|x, y, _| {
        let value = folds.at(x, y);
        let (dx, dy) = folds.slope(x, y);
        // A surface normal from the slope; half-way lighting gives the satin highlight.
        let (nx, ny) = (-dx * 0.22, -dy * 0.22);
        let length = (nx * nx + ny * ny + 1.0).sqrt();
        let facing = (nx * light_x + ny * light_y) / length * 0.8 + 0.6 / length;
        let body = palette
            .ramp
            .at((0.46 + value * 0.85 + tint.at(x, y) * 0.35).clamp(0.0, 1.0));
        let accent = smoothstep(0.14, 0.42, tint.at(x, y) + value * 0.3) * 0.55;
        let cloth = body.mix(palette.accent, accent);
        let shine = smoothstep(0.78, 1.02, facing).powi(2);
        cloth
            .scale(0.42 + 0.78 * facing.clamp(0.0, 1.1))
            .add(palette.light, shine * 0.34)
    });
}
