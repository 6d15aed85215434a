//! The kinds of picture, and which words of a prompt ask for which.

mod bokeh;
mod dunes;
mod flow;
mod geometry;
mod mountains;
mod pines;
mod planet;
mod profile;
mod sea;
mod silk;
mod sky;

use super::{canvas::Canvas, noise::Random, palette::Palette, words::first_hint};

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    Mountains,
    Sea,
    Pines,
    Dunes,
    Silk,
    Flow,
    Bokeh,
    Geometry,
    Planet,
}

/// What the dice choose from when the prompt says nothing. Landscapes come up more often: they please most.
const ANY: [Scene; 10] = [
    Scene::Mountains,
    Scene::Mountains,
    Scene::Sea,
    Scene::Pines,
    Scene::Dunes,
    Scene::Silk,
    Scene::Silk,
    Scene::Flow,
    Scene::Planet,
    Scene::Geometry,
];

const HINTS: &[(&[&str], Scene)] = &[
    (
        &[
            "mountain",
            "alp",
            "peak",
            "valley",
            "landscape",
            "hill",
            "volcano",
            "castle",
            "cliff",
            "snow",
        ],
        Scene::Mountains,
    ),
    (
        &[
            "ocean", "sea", "lake", "beach", "wave", "island", "boat", "ship", "harbor", "harbour", "coast", "river",
        ],
        Scene::Sea,
    ),
    (
        &[
            "forest", "tree", "pine", "jungle", "wood", "cabin", "wolf", "fox", "deer", "bear", "meadow", "winter",
        ],
        Scene::Pines,
    ),
    (
        &["desert", "dune", "sand", "sahara", "camel", "canyon", "mars"],
        Scene::Dunes,
    ),
    (
        &[
            "silk", "fabric", "liquid", "marble", "smoke", "abstract", "fluid", "texture", "portrait", "dress",
            "flower", "rose",
        ],
        Scene::Silk,
    ),
    (
        &[
            "flow", "wind", "hair", "feather", "line", "energy", "music", "aurora", "dream", "magic", "dragon",
        ],
        Scene::Flow,
    ),
    (
        &[
            "city",
            "street",
            "neon",
            "rain",
            "cyberpunk",
            "night",
            "light",
            "christmas",
            "party",
            "cafe",
            "car",
        ],
        Scene::Bokeh,
    ),
    (
        &[
            "geometric",
            "bauhaus",
            "poster",
            "pattern",
            "minimal",
            "minimalist",
            "logo",
            "icon",
            "architecture",
            "building",
            "shape",
        ],
        Scene::Geometry,
    ),
    (
        &[
            "space",
            "planet",
            "galaxy",
            "moon",
            "star",
            "cosmic",
            "astronaut",
            "nebula",
            "universe",
            "orbit",
            "sphere",
        ],
        Scene::Planet,
    ),
];

impl Scene {
    pub(super) fn choose(prompt: &str, random: &mut Random) -> Self {
        let dealt = ANY[random.below(ANY.len())];
        first_hint(prompt, HINTS).unwrap_or(dealt)
    }

    pub(super) fn paint(self, canvas: &mut Canvas, palette: &Palette, random: &mut Random) {
        match self {
            Self::Mountains => mountains::paint(canvas, palette, random),
            Self::Sea => sea::paint(canvas, palette, random),
            Self::Pines => pines::paint(canvas, palette, random),
            Self::Dunes => dunes::paint(canvas, palette, random),
            Self::Silk => silk::paint(canvas, palette, random),
            Self::Flow => flow::paint(canvas, palette, random),
            Self::Bokeh => bokeh::paint(canvas, palette, random),
            Self::Geometry => geometry::paint(canvas, palette, random),
            Self::Planet => planet::paint(canvas, palette, random),
        }
    }
}
