//! Palettes: five colours from deep to bright plus a light source, chosen by words of the prompt or by the dice.

use super::{
    colour::{Gradient, Rgb},
    noise::Random,
    words::first_hint,
};

/// The colours of a picture.
pub(super) struct Palette {
    /// From deep shadow to brightest light.
    pub(super) ramp: Gradient,
    /// Sky from top to horizon.
    pub(super) sky: Gradient,
    /// Sun, moon, lamps.
    pub(super) light: Rgb,
    /// Contrast to the rest.
    pub(super) accent: Rgb,
    /// The five colours themselves.
    pub(super) swatches: [Rgb; 5],
    /// Whether the sky is dark enough for stars.
    pub(super) night: bool,
}

/// Five colours from deep to bright, then light and accent.
type Codes = [u32; 7];

const SUNSET: Codes = [0x1B1035, 0x5B1F55, 0xC23B52, 0xF58A4B, 0xFFD9A0, 0xFFF0C9, 0x2E6F8E];
const EMBER: Codes = [0x140A12, 0x4A1220, 0x9E2A2B, 0xE0692E, 0xF9C784, 0xFFE3B0, 0x3C6E71];
const OCEAN: Codes = [0x04142B, 0x0B3C5D, 0x1B7A8F, 0x6EC3C1, 0xE4F3EC, 0xFFF6DF, 0xF2A65A];
const FOREST: Codes = [0x0A1A16, 0x17402F, 0x3F7250, 0x9CB77A, 0xEFEBC8, 0xFFF7D6, 0xD96C3D];
const NIGHT: Codes = [0x050716, 0x11163A, 0x2B2F6B, 0x5F63A8, 0xB9C3E8, 0xF2F1FF, 0xF0B46A];
const NEON: Codes = [0x0A0418, 0x2A0A52, 0x8A1C9C, 0xFF3D9A, 0x8BF3FF, 0xFFE9FB, 0x19E3D8];
const SNOW: Codes = [0x1E2E42, 0x4A6580, 0x8FA9BF, 0xCBDAE5, 0xFAFBFC, 0xFFFDF5, 0xE07A5F];
const DESERT: Codes = [0x2B1420, 0x7A3B32, 0xC4733F, 0xE8B36B, 0xFBE6C2, 0xFFF3D6, 0x2F7F86];
const BLOSSOM: Codes = [0x2E1B32, 0x7B3F61, 0xC96F8E, 0xF2B3BE, 0xFFF1EC, 0xFFF8EF, 0x5E9C88];
const AUTUMN: Codes = [0x1D120F, 0x5A2418, 0xB0461F, 0xE09A38, 0xF6E3B5, 0xFFF2CF, 0x3F6C6A];
const VIOLET: Codes = [0x120B2B, 0x38246E, 0x7452B8, 0xC6A0E8, 0xF8EBFF, 0xFFF4E6, 0xF6B65C];
const TEAL: Codes = [0x07201F, 0x0F4C4A, 0x2E8B82, 0xF0B67F, 0xFDF2DC, 0xFFF6E5, 0xE4572E];
const DAWN: Codes = [0x1A2140, 0x4A4A82, 0xA87CA0, 0xF3B39A, 0xFFE9CF, 0xFFF3DC, 0x3D8C95];
const PAPER: Codes = [0x23262B, 0x34566B, 0x5F8FA3, 0xE3B23C, 0xF4EDE0, 0xFFF8EC, 0xD1495B];

/// What the dice choose from when the prompt says nothing.
const ANY: [Codes; 10] = [SUNSET, OCEAN, FOREST, NIGHT, DESERT, BLOSSOM, VIOLET, TEAL, DAWN, EMBER];

/// Words and the palettes they ask for.
const HINTS: &[(&[&str], Codes)] = &[
    (&["sunset", "dusk", "evening", "orange"], SUNSET),
    (&["sunrise", "dawn", "morning", "pastel", "peach"], DAWN),
    (&["fire", "ember", "lava", "volcano", "dragon", "red", "flame"], EMBER),
    (
        &[
            "ocean",
            "sea",
            "water",
            "wave",
            "beach",
            "lake",
            "underwater",
            "coral",
            "blue",
            "island",
            "river",
        ],
        OCEAN,
    ),
    (
        &[
            "forest", "tree", "jungle", "green", "meadow", "garden", "moss", "bamboo", "plant",
        ],
        FOREST,
    ),
    (
        &[
            "night",
            "moon",
            "star",
            "space",
            "galaxy",
            "midnight",
            "cosmic",
            "nebula",
            "planet",
            "astronaut",
        ],
        NIGHT,
    ),
    (
        &[
            "neon",
            "cyberpunk",
            "synthwave",
            "arcade",
            "vaporwave",
            "robot",
            "electric",
            "futuristic",
        ],
        NEON,
    ),
    (
        &["snow", "winter", "ice", "glacier", "arctic", "frozen", "frost", "white"],
        SNOW,
    ),
    (
        &["desert", "dune", "sand", "canyon", "sahara", "gold", "golden", "mars"],
        DESERT,
    ),
    (
        &["blossom", "cherry", "pink", "rose", "spring", "flower", "love", "petal"],
        BLOSSOM,
    ),
    (
        &["autumn", "fall", "leaf", "leaves", "harvest", "brown", "coffee", "wood"],
        AUTUMN,
    ),
    (
        &[
            "purple", "violet", "lavender", "magic", "magical", "dream", "fantasy", "crystal", "aurora",
        ],
        VIOLET,
    ),
    (&["teal", "turquoise", "tropical", "vintage", "retro"], TEAL),
    (
        &[
            "geometric",
            "abstract",
            "bauhaus",
            "poster",
            "minimal",
            "minimalist",
            "pattern",
            "paper",
            "logo",
        ],
        PAPER,
    ),
];

impl Palette {
    pub(super) fn choose(prompt: &str, random: &mut Random) -> Self {
        let dealt = ANY[random.below(ANY.len())];
        Self::from_codes(&first_hint(prompt, HINTS).unwrap_or(dealt))
    }

    fn from_codes(codes: &Codes) -> Self {
        let [deep, low, mid, high, bright, light, accent] = codes.map(Rgb::hex);
        let night = mid.luminance() < 0.06;
        let sky = if night {
            Gradient::new(&[deep, low, mid, high])
        } else {
            Gradient::new(&[low, mid, high, bright])
        };
        Self {
            ramp: Gradient::new(&[deep, low, mid, high, bright]),
            sky,
            light,
            accent,
            swatches: [deep, low, mid, high, bright],
            night,
        }
    }
}
