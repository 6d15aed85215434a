//! Colours, mixed in the Oklab space (Ottosson, 2020) so that gradients stay clean between far-apart hues.

use super::noise::lerp;

/// Linear light, red, green, blue; may exceed 1 where something glows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rgb(pub(super) [f32; 3]);

impl Rgb {
    /// From a web colour such as `0xF2A65A`.
    pub(super) fn hex(code: u32) -> Self {
        let channel = |shift: u32| decode(((code >> shift) & 255) as f32 / 255.0);
        Self([channel(16), channel(8), channel(0)])
    }

    /// Plain mix in linear light, as when light falls through something.
    pub(super) fn mix(self, other: Self, t: f32) -> Self {
        Self(std::array::from_fn(|at| lerp(self.0[at], other.0[at], t)))
    }

    /// Adds light.
    pub(super) fn add(self, other: Self, amount: f32) -> Self {
        Self(std::array::from_fn(|at| self.0[at] + other.0[at] * amount))
    }

    /// Brighter or darker.
    pub(super) fn scale(self, amount: f32) -> Self {
        Self(self.0.map(|channel| channel * amount))
    }

    /// Perceived brightness of the light, 0 to 1.
    pub(super) fn luminance(self) -> f32 {
        self.0[0] * 0.2126 + self.0[1] * 0.7152 + self.0[2] * 0.0722
    }

    fn to_oklab(self) -> [f32; 3] {
        let [r, g, b] = self.0;
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        [
            0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        ]
    }

    fn from_oklab([lightness, a, b]: [f32; 3]) -> Self {
        let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        Self(
            [
                4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
                -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
                -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
            ]
            .map(|channel| channel.max(0.0)),
        )
    }
}

/// Steps in a gradient's table: fine enough that no band shows in eight bits.
const STEPS: usize = 512;

/// A gradient, tabled.
#[derive(Clone, Debug)]
pub(super) struct Gradient(Vec<Rgb>);

impl Gradient {
    /// Evenly spaced colours.
    pub(super) fn new(stops: &[Rgb]) -> Self {
        let labs: Vec<[f32; 3]> = stops.iter().map(|stop| stop.to_oklab()).collect();
        let last = labs.len().saturating_sub(1);
        let table = (0..=STEPS).map(|step| {
            let place = step as f32 / STEPS as f32 * last as f32;
            let at = (place as usize).min(last.saturating_sub(1));
            let t = place - at as f32;
            let next = labs[(at + 1).min(last)];
            Rgb::from_oklab(std::array::from_fn(|channel| lerp(labs[at][channel], next[channel], t)))
        });
        Self(table.collect())
    }

    /// The colour at 0 to 1; the ends go on outside.
    pub(super) fn at(&self, t: f32) -> Rgb {
        let place = t.clamp(0.0, 1.0) * STEPS as f32;
        let at = place as usize;
        self.0[at].mix(self.0[(at + 1).min(STEPS)], place - at as f32)
    }
}

/// sRGB to linear light.
pub(super) fn decode(channel: f32) -> f32 {
    if channel <= 0.040_45 {
        channel / 12.92
    } else {
        ((channel + 0.055) / 1.055).powf(2.4)
    }
}

/// Linear light to sRGB.
pub(super) fn encode(channel: f32) -> f32 {
    if channel <= 0.003_130_8 {
        channel * 12.92
    } else {
        1.055 * channel.powf(1.0 / 2.4) - 0.055
    }
}
