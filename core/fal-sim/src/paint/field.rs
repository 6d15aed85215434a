//! A smooth function of the plane, tabled on a coarse grid: costly noise is computed for a few thousand points and read
//! back for a million.

/// Grid points along the shorter side.
const GRID: f32 = 192.0;

/// The table.
pub(super) struct Field {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Field {
    /// Tables `value` over a plane of this size.
    pub(super) fn new(width: f32, height: f32, value: impl Fn(f32, f32) -> f32) -> Self {
        let columns = (width * GRID) as usize + 3;
        let rows = (height * GRID) as usize + 3;
        let values = (0..rows * columns)
            .map(|at| value((at % columns) as f32 / GRID, (at / columns) as f32 / GRID))
            .collect();
        Self { columns, rows, values }
    }

    /// The value at a point, bilinear between grid points.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let (gx, gy) = (
            (x * GRID).clamp(0.0, (self.columns - 2) as f32),
            (y * GRID).clamp(0.0, (self.rows - 2) as f32),
        );
        let (column, row) = (gx as usize, gy as usize);
        let (u, v) = (gx - column as f32, gy - row as f32);
        let at = row * self.columns + column;
        let top = self.values[at] * (1.0 - u) + self.values[at + 1] * u;
        let below = at + self.columns;
        let bottom = self.values[below] * (1.0 - u) + self.values[below + 1] * u;
        top * (1.0 - v) + bottom * v
    }

    /// The slope at a point, per unit.
    pub(super) fn slope(&self, x: f32, y: f32) -> (f32, f32) {
        let step = 1.0 / GRID;
        let dx = self.at(x + step, y) - self.at(x - step, y);
        let dy = self.at(x, y + step) - self.at(x, y - step);
        (dx * GRID * 0.5, dy * GRID * 0.5)
    }
}
