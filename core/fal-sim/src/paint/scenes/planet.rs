//! A banded planet with haze at its rim, sometimes a ring, in a field of stars and nebula.

use super::{
    super::{
        canvas::Canvas,
        colour::Rgb,
        field::Field,
        noise::{Noise, Random, lerp, smoothstep},
        palette::Palette,
    },
    sky::Stars,
};

struct Planet<'a> {
    x: f32,
    y: f32,
    radius: f32,
    /// Unit vector to the light.
    light: [f32; 3],
    tilt: f32,
    ring: bool,
    bands: Noise,
    storms: Noise,
    palette: &'a Palette,
    pixel: f32,
}

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    space(canvas, palette, random);
    let angle = random.range(0.0, std::f32::consts::TAU);
    let planet = Planet {
        x: width * random.range(0.36, 0.64),
        y: height * random.range(0.4, 0.6),
        radius: random.range(0.24, 0.33),
        light: normalise([angle.cos(), -angle.sin().abs() * 0.7, 0.55]),
        tilt: random.range(-0.5, 0.5),
        ring: random.chance(0.6),
        bands: random.noise(),
        storms: random.noise(),
        palette,
        pixel: canvas.pixel(),
    };
    canvas.shade(|x, y, space| planet.shade(x, y, space));
}

fn space(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let (cloud, dust) = (random.noise(), random.noise());
    let nebula = Field::new(width, height, |x, y| {
        let bend = cloud.fractal(x * 1.2, y * 1.2, 3);
        cloud.fractal(x * 1.6 + bend * 1.4, y * 1.6 - bend, 5)
    });
    let lanes = Field::new(width, height, |x, y| dust.ridged(x * 1.4, y * 1.4, 4));
    let stars = Stars {
        noise: random.noise(),
        shown: true,
    };
    let deep = palette.swatches[0].scale(0.32);
    canvas.shade(|x, y, _| {
        let glow = smoothstep(-0.08, 0.5, nebula.at(x, y));
        let lane = smoothstep(0.42, 0.85, lanes.at(x, y));
        let mist = deep
            .add(palette.ramp.at(0.28 + 0.4 * glow), glow * 0.2)
            .add(palette.accent, glow * lane * 0.14);
        stars.add(mist.scale(1.0 - 0.35 * lane * (1.0 - glow)), x, y, 0.5 + 0.5 * glow)
    });
}

impl Planet<'_> {
    fn shade(&self, x: f32, y: f32, space: Rgb) -> Rgb {
        let (dx, dy) = ((x - self.x) / self.radius, (y - self.y) / self.radius);
        let distance = (dx * dx + dy * dy).sqrt();
        let soft = 1.5 * self.pixel / self.radius;
        let halo = (-(distance - 1.0).max(0.0) * 9.0).exp()
            * self.facing(dx / distance.max(1.0), dy / distance.max(1.0), 0.25);
        let mut colour = space.add(self.palette.light.mix(self.palette.accent, 0.35), halo.max(0.0) * 0.3);
        let ring = self.ring_at(dx, dy);
        if let Some((tone, cover, true)) = ring {
            colour = colour.mix(tone, cover);
        }
        if distance < 1.0 + soft {
            let cover = 1.0 - smoothstep(1.0 - soft, 1.0 + soft, distance);
            colour = colour.mix(self.surface(dx, dy), cover);
        }
        match ring {
            Some((tone, cover, false)) => colour.mix(tone, cover),
            _ => colour,
        }
    }

    fn facing(&self, nx: f32, ny: f32, nz: f32) -> f32 {
        nx * self.light[0] + ny * self.light[1] + nz * self.light[2]
    }

    /// The globe: bands along its latitude, bent by storms, with a soft terminator and a bright rim of air.
    fn surface(&self, dx: f32, dy: f32) -> Rgb {
        let nz = (1.0 - dx * dx - dy * dy).max(0.0).sqrt();
        let (cos, sin) = (self.tilt.cos(), self.tilt.sin());
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let longitude = u.atan2(nz.max(0.02));
        let swirl = self.storms.fractal(longitude * 2.2, v * 5.0, 4);
        let band = self.bands.fractal(longitude * 0.25 + 3.0, v * 4.2 + swirl * 0.55, 4);
        let fine = self.storms.fractal(longitude * 5.0 + swirl, v * 22.0, 3);
        let tone = 0.56 + band * 0.9 + fine * 0.22;
        let day = smoothstep(-0.22, 0.75, self.facing(dx, dy, nz));
        let ground = self
            .palette
            .ramp
            .at(tone.clamp(0.08, 1.0))
            .mix(self.palette.accent, smoothstep(0.2, 0.5, -band) * 0.35);
        let air = (1.0 - nz).powi(3);
        ground
            .scale(0.02 + 1.05 * day)
            .add(self.palette.light, air * day * 0.55)
    }

    /// Ring colour and cover at a point, and whether it lies behind the globe.
    fn ring_at(&self, dx: f32, dy: f32) -> Option<(Rgb, f32, bool)> {
        if !self.ring {
            return None;
        }
        let (cos, sin) = (self.tilt.cos(), self.tilt.sin());
        let (u, v) = (dx * cos + dy * sin, (dy * cos - dx * sin) / 0.27);
        let orbit = (u * u + v * v).sqrt();
        if !(1.25..2.15).contains(&orbit) {
            return None;
        }
        let grain = self.bands.fractal(orbit * 16.0, 0.3, 3) + 0.5 * self.bands.at(orbit * 60.0, 4.0);
        let edge = smoothstep(1.25, 1.32, orbit) * (1.0 - smoothstep(2.02, 2.15, orbit));
        let gap = smoothstep(0.012, 0.03, (orbit - 1.78).abs());
        let cover = (0.55 + grain * 0.7).clamp(0.0, 0.92) * edge * gap;
        // The globe's shadow falls across the far side, away from the light.
        let along = (u * self.light[0] + v * 0.27 * self.light[1]) / orbit;
        let lit = lerp(0.25, 1.0, smoothstep(-0.95, -0.25, along));
        Some((self.palette.ramp.at(0.62 + grain * 0.3).scale(lit), cover, v < 0.0))
    }
}

fn normalise([x, y, z]: [f32; 3]) -> [f32; 3] {
    let length = (x * x + y * y + z * z).sqrt();
    [x / length, y / length, z / length]
}
