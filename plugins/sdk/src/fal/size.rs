//! Picture sizes: fal's named ones and free width and height.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Largest side that fal's image toolkit accepts, in pixels. Source: fal SDK 1.83 image toolkit, read 2026-10.
pub const MAX_SIDE: u32 = 14_142;

/// The named sizes in pixels. Source: fal SDK 1.83 image toolkit, read 2026-10.
pub const SIZES: &[(&str, u32, u32)] = &[
    ("square_hd", 1024, 1024),
    ("square", 512, 512),
    ("portrait_4_3", 768, 1024),
    ("portrait_16_9", 576, 1024),
    ("landscape_4_3", 1024, 768),
    ("landscape_16_9", 1024, 576),
];

/// The value of an `image_size` parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImageSize {
    /// 1024 × 1024
    #[schemars(title = "Square HD 1:1")]
    SquareHd,
    /// 512 × 512
    #[schemars(title = "Square 1:1")]
    Square,
    /// 768 × 1024
    #[serde(rename = "portrait_4_3")]
    #[schemars(title = "Portrait 3:4")]
    Portrait43,
    /// 576 × 1024
    #[serde(rename = "portrait_16_9")]
    #[schemars(title = "Portrait 9:16")]
    Portrait169,
    /// 1024 × 768
    #[serde(rename = "landscape_4_3")]
    #[schemars(title = "Landscape 4:3")]
    Landscape43,
    /// 1024 × 576
    #[serde(rename = "landscape_16_9")]
    #[schemars(title = "Landscape 16:9")]
    Landscape169,
    /// Width and height as given.
    #[schemars(title = "Custom")]
    Custom,
}

/// A chosen size: the named one, or width and height when it is custom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    name: ImageSize,
    custom_width: u32,
    custom_height: u32,
}

impl Size {
    /// Width and height in force when a custom size is chosen and nothing is said about them, in pixels.
    pub const DEFAULT_SIDE: u32 = 1024;

    /// What the parameters `image_size`, `width` and `height` say.
    pub fn new(name: ImageSize, custom_width: u32, custom_height: u32) -> Self {
        Self {
            name,
            custom_width,
            custom_height,
        }
    }

    /// Width and height in pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self.name {
            ImageSize::SquareHd => (1024, 1024),
            ImageSize::Square => (512, 512),
            ImageSize::Portrait43 => (768, 1024),
            ImageSize::Portrait169 => (576, 1024),
            ImageSize::Landscape43 => (1024, 768),
            ImageSize::Landscape169 => (1024, 576),
            ImageSize::Custom => (self.custom_width, self.custom_height),
        }
    }

    /// The value that fal expects in `image_size`.
    pub fn to_json(self) -> Value {
        match self.name {
            ImageSize::Custom => json!({"width": self.custom_width, "height": self.custom_height}),
            named => json!(named),
        }
    }

    /// A sentence when width or height were given but a named size is chosen, so that they have no effect.
    pub fn note(self) -> Option<String> {
        let custom = self.name == ImageSize::Custom;
        let untouched = (self.custom_width, self.custom_height) == (Self::DEFAULT_SIDE, Self::DEFAULT_SIDE);
        let (width, height) = self.pixels();
        (!custom && !untouched).then(|| {
            format!("Width and height apply to the custom size only; the picture is {width} × {height} as chosen.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_and_the_arithmetic_know_the_same_sizes() {
        for (name, width, height) in SIZES {
            let size: ImageSize = serde_json::from_value(json!(name)).expect("a known name");
            let size = Size::new(size, 1, 1);
            assert_eq!(size.pixels(), (*width, *height));
            assert_eq!(size.to_json(), json!(name));
        }
    }

    #[test]
    fn a_custom_size_is_sent_as_numbers() {
        let size = Size::new(ImageSize::Custom, 640, 480);
        assert_eq!(size.to_json(), json!({"width": 640, "height": 480}));
        assert_eq!(size.note(), None);
    }

    #[test]
    fn a_width_without_effect_is_said() {
        assert!(Size::new(ImageSize::Square, 640, 480).note().is_some());
        assert_eq!(Size::new(ImageSize::Square, 1024, 1024).note(), None);
    }
}
