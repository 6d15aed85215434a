//! The models the simulator offers: one file per family, one table row per model.
//!
//! To add a model: write a [`Model`] row in its family's file (or a new family file with a `models()` function) and add
//! the family to [`all`]. Parameters are data, so validation, schema and history follow by themselves; a new *kind* of
//! work needs a new [`Operation`] as well.

mod aura_flow;
mod cutout;
mod face_to_sticker;
mod flux;
mod flux_2;
mod flux_lora;
mod flux_pro;
mod ltx_video;
mod nano_banana;
mod openapi;
mod params;
mod sdxl;
mod upscale;
mod validate;

use std::sync::LazyLock;

pub(crate) use openapi::{category, openapi};
pub(crate) use params::Param;
pub(crate) use validate::{Inputs, validate};

use crate::config::Latency;

/// One endpoint of the provider.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The full endpoint id.
    pub(crate) id: &'static str,
    /// Name for people.
    pub(crate) title: &'static str,
    /// Parameters in the order of the provider's schema.
    pub(crate) params: Vec<Param>,
    /// What the model does.
    pub(crate) operation: Operation,
    /// Price of one unit, and what a unit is.
    pub(crate) price: Price,
    /// Pace at `time_scale` 1.
    pub(crate) latency: Latency,
    /// Whether `/stream` exists.
    pub(crate) streams: bool,
    /// How unwanted content is answered.
    pub(crate) safety: Safety,
}

impl Model {
    /// The parameter that names the output format: `format` in the SDXL family, `output_format` elsewhere.
    pub(crate) fn format_param(&self) -> &'static str {
        let sdxl = self.params.iter().any(|param| param.name == "format");
        if sdxl { "format" } else { "output_format" }
    }

    /// Whether the answer holds pictures and a description, and nothing about seed, time or findings.
    pub(crate) fn answers_bare(&self) -> bool {
        self.id.starts_with(nano_banana::ID)
    }

    /// Pixels of a picture of an aspect ratio, about. Assumptions: no recording says the sizes.
    pub(crate) fn ratio_pixels(&self) -> f64 {
        if self.answers_bare() { 1_048_576.0 } else { 4_194_304.0 }
    }

    /// Whether the model takes this field.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.params.iter().any(|param| param.name == name)
    }
}

/// The work behind an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Draws from the prompt.
    TextToImage,
    /// Transforms `image_url`, or the first of `image_urls`, by `strength`.
    ImageToImage,
    /// Repaints `image_url` where `mask_url` is white.
    Inpaint,
    /// Enlarges `image_url` as many times as this parameter says.
    Upscale(&'static str),
    /// Makes the background of `image_url` transparent.
    RemoveBackground,
    /// Films what it draws from the prompt, or `image_url` where the model takes one.
    Video,
    /// Turns the portrait `image_url` into a sticker and cuts that out.
    Sticker,
}

/// What the account is charged. Prices are the provider's list prices of October 2026 and move.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::enum_variant_names, reason = "prices are said that way")]
pub(crate) enum Price {
    /// US dollars per megapixel, each picture rounded up to a whole one.
    PerMegapixel(f64),
    /// US dollars per picture of whatever size.
    PerImage(f64),
    /// US dollars per video of whatever length.
    PerVideo(f64),
    /// US dollars per second of computing.
    PerComputeSecond(f64),
}

impl Price {
    /// US dollars for one unit.
    pub(crate) fn unit_usd(self) -> f64 {
        match self {
            Self::PerMegapixel(usd) | Self::PerImage(usd) | Self::PerVideo(usd) | Self::PerComputeSecond(usd) => usd,
        }
    }

    /// The provider's word for the unit.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::PerMegapixel(_) => "megapixels",
            Self::PerImage(_) => "images",
            Self::PerVideo(_) => "videos",
            Self::PerComputeSecond(_) => "compute seconds",
        }
    }
}

/// How a model treats content its checker flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Safety {
    /// HTTP 200 with a black picture and `has_nsfw_concepts: [true]`.
    BlackPicture,
    /// HTTP 422 `content_policy_violation`, as hosted partner models answer.
    Refusal,
    /// Flags nothing: the model has no checker, and its answer has no word about one.
    Unchecked,
}

/// Every model, family by family.
pub(crate) fn all() -> &'static [Model] {
    static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
        let families = [
            flux::models(),
            flux_pro::models(),
            flux_lora::models(),
            sdxl::models(),
            upscale::models(),
            cutout::models(),
            aura_flow::models(),
            face_to_sticker::models(),
            flux_2::models(),
            nano_banana::models(),
            ltx_video::models(),
        ];
        families.concat()
    });
    &MODELS
}

/// The model with this full endpoint id.
pub(crate) fn find(id: &str) -> Option<&'static Model> {
    all().iter().find(|model| model.id == id)
}

/// Pixels in one billed megapixel: 1024 × 1024 counts as exactly one.
const MEGAPIXEL: u64 = 1024 * 1024;

/// Units billed for pictures of these sizes after `inference_s` seconds.
pub(crate) fn billed_units(price: Price, sizes: &[(u32, u32)], inference_s: f64) -> f64 {
    match price {
        Price::PerComputeSecond(_) => (inference_s * 100.0).ceil() / 100.0,
        Price::PerImage(_) | Price::PerVideo(_) => sizes.len() as f64,
        Price::PerMegapixel(_) => sizes
            .iter()
            .map(|&(width, height)| (u64::from(width) * u64::from(height)).div_ceil(MEGAPIXEL))
            .sum::<u64>() as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_rounds_up_to_a_whole_megapixel() {
        let price = Price::PerMegapixel(0.025);
        assert_eq!(billed_units(price, &[(1024, 768), (1024, 1024)], 9.0), 2.0);
        assert_eq!(billed_units(price, &[(1025, 1024)], 9.0), 2.0);
        assert_eq!(billed_units(Price::PerComputeSecond(1.0), &[(512, 512)], 1.234), 1.24);
    }

    #[test]
    fn endpoint_ids_are_unique() {
        let mut ids: Vec<_> = all().iter().map(|model| model.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().len());
    }
}
