//! A sheet of tiles in the manner of early modernist posters: quarter circles, arcs, stripes and discs on paper.

use super::super::{
    canvas::Canvas,
    colour::Rgb,
    noise::{Noise, Random, smoothstep},
    palette::Palette,
};

/// What a tile shows.
#[derive(Clone, Copy)]
enum Motif {
    Quarter,
    Arcs,
    Disc,
    Half,
    Stripes,
    Diagonal,
    Plain,
}

const MOTIFS: [Motif; 9] = [
    Motif::Quarter,
    Motif::Quarter,
    Motif::Arcs,
    Motif::Disc,
    Motif::Half,
    Motif::Half,
    Motif::Stripes,
    Motif::Diagonal,
    Motif::Plain,
];

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
    let across = 4.0 + random.below(3) as f32;
    let (dice, fibre, cloud) = (random.noise(), random.noise(), random.noise());
    let inks = inks(palette);
    let pixel = canvas.pixel() * across;
    canvas.shade(|x, y, _| {
        let (gx, gy) = (x * across, y * across);
        let (column, row) = (gx.floor() as i32, gy.floor() as i32);
        let tile = Tile::new(dice, column, row, &inks);
        let colour = tile.colour(gx - gx.floor(), gy - gy.floor(), pixel);
        // Paper: long fibres and a slow unevenness of the ink.
        let paper = fibre.at(x * 420.0, y * 60.0) * 0.02 + cloud.fractal(x * 3.0, y * 3.0, 3) * 0.07;
        colour.scale(1.0 + paper)
    });
}

/// Backgrounds first, then figures. Bright paper dominates, so it is listed more than once.
fn inks(palette: &Palette) -> [Rgb; 7] {
    let [deep, low, mid, high, bright] = palette.swatches;
    [bright, bright, deep, high, mid, palette.accent, low]
}

struct Tile {
    motif: Motif,
    turn: u8,
    ground: Rgb,
    figure: Rgb,
    second: Rgb,
}

impl Tile {
    fn new(dice: Noise, column: i32, row: i32, inks: &[Rgb; 7]) -> Self {
        let pick = |salt: i32, count: usize| {
            ((dice.cell(column * 7 + salt, row * 13 - salt) * count as f32) as usize).min(count - 1)
        };
        let ground = pick(1, inks.len());
        let figure = (ground + 2 + pick(2, inks.len() - 2)) % inks.len();
        let figure = if inks[figure] == inks[ground] {
            (figure + 1) % inks.len()
        } else {
            figure
        };
        let second = (figure + 1 + pick(3, inks.len() - 2)) % inks.len();
        Self {
            motif: MOTIFS[pick(4, MOTIFS.len())],
            turn: pick(5, 4) as u8,
            ground: inks[ground],
            figure: inks[figure],
            second: inks[second],
        }
    }

    /// The colour inside the tile; `soft` is a pixel's size, for smooth edges.
    fn colour(&self, x: f32, y: f32, soft: f32) -> Rgb {
        let (x, y) = match self.turn {
            0 => (x, y),
            1 => (1.0 - y, x),
            2 => (1.0 - x, 1.0 - y),
            _ => (y, 1.0 - x),
        };
        let inside = |distance: f32| 1.0 - smoothstep(-soft, soft, distance);
        let corner = (x * x + y * y).sqrt();
        let middle = ((x - 0.5).powi(2) + (y - 0.5).powi(2)).sqrt();
        match self.motif {
            Motif::Plain => self.ground,
            Motif::Quarter => self.ground.mix(self.figure, inside(corner - 1.0)),
            Motif::Arcs => {
                let outer = self.ground.mix(self.figure, inside(corner - 1.0));
                let ring = outer.mix(self.second, inside(corner - 0.66));
                ring.mix(self.ground, inside(corner - 0.33))
            }
            Motif::Disc => self
                .ground
                .mix(self.figure, inside(middle - 0.4))
                .mix(self.second, inside(middle - 0.17)),
            Motif::Half => {
                let side = ((x - 0.5).powi(2) + y * y).sqrt();
                self.ground
                    .mix(self.figure, inside(side - 0.5))
                    .mix(self.second, inside(side - 0.22))
            }
            Motif::Stripes => {
                let wave = ((x * 5.0).fract() - 0.5).abs() - 0.25;
                self.ground.mix(self.figure, inside(wave / 5.0))
            }
            Motif::Diagonal => self.ground.mix(self.figure, inside((x + y - 1.0) * 0.7)),
        }
    }
}
