//! Seeded dice and smooth noise.

/// Splitmix64 (Steele, Lea and Flood, 2014): small, fast, and the same everywhere.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(digest: &[u8; 32]) -> Self {
        let head = digest.first_chunk::<8>().expect("a digest is longer than eight bytes");
        Self(u64::from_le_bytes(*head))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// 0 to 1, without 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// `low` to `high`.
    pub(super) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// 0 to `count`, without `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// True with this chance.
    pub(super) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// A noise function of its own.
    pub(super) fn noise(&mut self) -> Noise {
        Noise(self.next() as u32)
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Gradient noise over the plane, about -1 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise(u32);

impl Noise {
    /// A fixed random number from 0 to 1 for a lattice cell.
    pub(super) fn cell(self, x: i32, y: i32) -> f32 {
        (self.hash(x, y) >> 8) as f32 / (1u32 << 24) as f32
    }

    fn hash(self, x: i32, y: i32) -> u32 {
        let mut h = self.0 ^ (x as u32).wrapping_mul(0x8DA6_B343) ^ (y as u32).wrapping_mul(0xD816_3841);
        h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
        h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
        h ^ (h >> 15)
    }

    fn gradient(self, x: i32, y: i32, dx: f32, dy: f32) -> f32 {
        // Eight directions are enough under several octaves, and need no trigonometry.
        match self.hash(x, y) & 7 {
            0 => dx + dy,
            1 => dx - dy,
            2 => -dx + dy,
            3 => -dx - dy,
            4 => dx * std::f32::consts::SQRT_2,
            5 => -dx * std::f32::consts::SQRT_2,
            6 => dy * std::f32::consts::SQRT_2,
            _ => -dy * std::f32::consts::SQRT_2,
        }
    }

    /// Noise with features about one unit wide.
    pub(super) fn at(self, x: f32, y: f32) -> f32 {
        let (ix, iy) = (floor(x), floor(y));
        let (fx, fy) = (x - ix as f32, y - iy as f32);
        let fade = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
        let (u, v) = (fade(fx), fade(fy));
        let top = lerp(
            self.gradient(ix, iy, fx, fy),
            self.gradient(ix + 1, iy, fx - 1.0, fy),
            u,
        );
        let bottom = lerp(
            self.gradient(ix, iy + 1, fx, fy - 1.0),
            self.gradient(ix + 1, iy + 1, fx - 1.0, fy - 1.0),
            u,
        );
        lerp(top, bottom, v)
    }

    /// Several octaves, each half as strong and twice as fine.
    pub(super) fn fractal(self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut strength, mut scale) = (0.0, 0.5, 1.0);
        for octave in 0..octaves {
            // Each octave is shifted and turned so that their lattices do not line up.
            let shift = octave as f32 * 17.3;
            let (rx, ry) = (x * 0.8 - y * 0.6, x * 0.6 + y * 0.8);
            let (px, py) = if octave % 2 == 0 { (x, y) } else { (rx, ry) };
            sum += strength * self.at(px * scale + shift, py * scale - shift);
            strength *= 0.5;
            scale *= 2.03;
        }
        sum
    }

    /// Octaves folded into sharp crests, 0 to about 1.
    pub(super) fn ridged(self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut strength, mut scale, mut weight) = (0.0, 0.55, 1.0, 1.0);
        for octave in 0..octaves {
            let shift = octave as f32 * 31.7;
            let crest = 1.0 - self.at(x * scale + shift, y * scale + shift).abs();
            let crest = crest * crest * weight;
            weight = (crest * 1.6).clamp(0.0, 1.0);
            sum += strength * crest;
            strength *= 0.5;
            scale *= 2.1;
        }
        sum
    }
}

/// Largest whole number not above `x`. Without newer instructions `f32::floor` is a call, and this is the innermost loop.
fn floor(x: f32) -> i32 {
    let whole = x as i32;
    whole - i32::from(x < whole as f32)
}

/// From `a` to `b` as `t` goes from 0 to 1.
pub(super) fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between.
pub(super) fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
