//! A skyline: a height for every x, tabled.

/// Samples per unit of width: finer than a pixel up to 2048 on the shorter side.
const SAMPLES: f32 = 2048.0;

/// The table.
pub(super) struct Profile(Vec<f32>);

impl Profile {
    /// Tables `height` from 0 to `width`.
    pub(super) fn new(width: f32, height: impl Fn(f32) -> f32) -> Self {
        let count = (width * SAMPLES) as usize + 2;
        Self((0..count).map(|at| height(at as f32 / SAMPLES)).collect())
    }

    pub(super) fn at(&self, x: f32) -> f32 {
        let place = (x * SAMPLES).clamp(0.0, (self.0.len() - 2) as f32);
        let at = place as usize;
        let t = place - at as f32;
        self.0[at] * (1.0 - t) + self.0[at + 1] * t
    }

    /// Slope to the right, per unit.
    pub(super) fn slope(&self, x: f32) -> f32 {
        let step = 0.006;
        (self.at(x + step) - self.at((x - step).max(0.0))) / (2.0 * step)
    }
}
