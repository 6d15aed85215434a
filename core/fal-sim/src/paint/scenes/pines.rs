//! Rows of conifers in fog, each row nearer, darker and taller.

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

struct Row {
    treetops: Profile,
    /// The ground the trees stand on.
    floor: Profile,
    /// Height of the tallest tree.
    tall: f32,
    nearness: f32,
}

const ROWS: usize = 6;

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let (width, height) = (canvas.aspect_x(), canvas.aspect_y());
    let horizon = height * random.range(0.62, 0.74);
    sky::paint(canvas, palette, random, horizon);
    let rows: Vec<Row> = (0..ROWS).map(|at| row(width, height, at, random)).collect();
    let fog = random.noise();
    let pixel = canvas.pixel();
    canvas.shade(|x, y, sky| {
        let hides = |row: &Row| y >= row.treetops.at(x) + pixel;
        let first = rows.iter().rposition(hides).unwrap_or(0);
        rows[first..].iter().fold(sky, |behind, row| {
            let top = row.treetops.at(x);
            let cover = smoothstep(top - pixel, top + pixel, y);
            if cover > 0.0 {
                behind.mix(row.colour(x, y, palette, fog), cover)
            } else {
                behind
            }
        })
    });
}

impl Row {
    fn colour(&self, x: f32, y: f32, palette: &Palette, fog: Noise) -> Rgb {
        let far = 1.0 - self.nearness;
        let needles = palette.ramp.at(0.02 + 0.62 * far.powf(1.2));
        // Fog lies in banks on the ground between the rows.
        let bank = (0.62 + fog.fractal(x * 1.3 + self.nearness * 40.0, y * 4.5, 3)).clamp(0.0, 1.0);
        let mist = smoothstep(self.floor.at(x) - self.tall * 0.75, self.floor.at(x) + 0.1, y) * bank;
        needles.mix(palette.ramp.at(0.3 + 0.58 * far), mist * (0.2 + 0.6 * far))
    }
}

fn row(width: f32, height: f32, at: usize, random: &mut Random) -> Row {
    let nearness = at as f32 / (ROWS - 1) as f32;
    let (ground, trees) = (random.noise(), random.noise());
    let base = lerp(height * 0.56, height * 1.06, nearness.powf(1.2));
    let relief = lerp(0.16, 0.1, nearness) * random.range(0.7, 1.2);
    let tall = lerp(0.032, 0.33, nearness.powf(1.7));
    let offset = random.range(0.0, 60.0);
    let floor = Profile::new(width, |x| {
        base - relief * ground.fractal(x * 1.4 + offset, 1.0, 4) * 1.8
    });
    let treetops = Profile::new(width, |x| floor.at(x) - skyline(trees, x, tall));
    Row {
        treetops,
        floor,
        tall,
        nearness,
    }
}

/// Height of the highest tree over this x. Trees stand in cells; a cell's neighbours reach into it.
fn skyline(trees: Noise, x: f32, tall: f32) -> f32 {
    let spacing = tall * 0.23;
    let cell = (x / spacing).floor() as i32;
    (-2..=2)
        .map(|step| tree(trees, cell + step, spacing, tall, x))
        .fold(0.0, f32::max)
}

/// Height over `x` of the tree in a cell: a spire with boughs that droop outwards.
fn tree(trees: Noise, cell: i32, spacing: f32, tall: f32, x: f32) -> f32 {
    let size = tall * lerp(0.35, 1.0, trees.cell(cell, 0).powf(0.8));
    let middle = (cell as f32 + 0.2 + 0.6 * trees.cell(cell, 1)) * spacing;
    let half_width = size * lerp(0.15, 0.21, trees.cell(cell, 2));
    let reach = (x - middle).abs() / half_width;
    if reach >= 1.0 {
        return 0.0;
    }
    // Each bough rises to the trunk and drops at its tip.
    let boughs = 7.0;
    let bough = (reach * boughs).fract();
    let jag = (bough - 0.5) * 0.16 * reach;
    size * (1.0 - reach.powf(0.86) + jag).max(0.0)
}
