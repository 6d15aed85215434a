//! The models on offer, and their price.

use studio_plugin_sdk::{Error, Job, ModelBuilder, Operation, PriceLine};

/// Micro-dollars for one second of computing. Source: fal.ai model pages and listings, read 2026-10; not confirmed by the pricing API.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// Most pictures of one request. Source: the endpoints' OpenAPI, `num_images` 1 to 8, read 2026-10.
const MAX_IMAGES: u32 = 8;

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sdxl {
    Fast,
    FastImageToImage,
    FastInpainting,
    Lightning,
    LightningImageToImage,
    LightningInpainting,
    /// `fal-ai/stable-diffusion-xl`, a name without an endpoint of its own: no listing of the provider has one (read 2026-10).
    Alias,
}

impl Sdxl {
    const ALL: [Self; 7] = [
        Self::Fast,
        Self::FastImageToImage,
        Self::FastInpainting,
        Self::Lightning,
        Self::LightningImageToImage,
        Self::LightningInpainting,
        Self::Alias,
    ];

    /// The model that a job is for.
    pub(crate) fn of(job: &Job) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|model| model.id() == job.model_id)
            .ok_or_else(|| Error::Unsupported(format!("this plugin has no model {:?}", job.model_id)))
    }

    /// The model's id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Alias => "fal-ai/stable-diffusion-xl",
            other => other.endpoint(),
        }
    }

    /// The provider's endpoint id.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Fast | Self::Alias => "fal-ai/fast-sdxl",
            Self::FastImageToImage => "fal-ai/fast-sdxl/image-to-image",
            Self::FastInpainting => "fal-ai/fast-sdxl/inpainting",
            Self::Lightning => "fal-ai/fast-lightning-sdxl",
            Self::LightningImageToImage => "fal-ai/fast-lightning-sdxl/image-to-image",
            Self::LightningInpainting => "fal-ai/fast-lightning-sdxl/inpainting",
        }
    }

    /// For people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fast => "Stable Diffusion XL",
            Self::FastImageToImage => "Stable Diffusion XL image to image",
            Self::FastInpainting => "Stable Diffusion XL inpainting",
            Self::Lightning => "Stable Diffusion XL Lightning",
            Self::LightningImageToImage => "Stable Diffusion XL Lightning image to image",
            Self::LightningInpainting => "Stable Diffusion XL Lightning inpainting",
            Self::Alias => "Stable Diffusion XL (by its plain name)",
        }
    }

    /// Whether a negative prompt can be sent.
    pub(crate) fn takes_negative_prompt(self) -> bool {
        matches!(
            self,
            Self::Fast | Self::FastImageToImage | Self::FastInpainting | Self::Alias
        )
    }

    pub(crate) fn builder(self, operation: Operation) -> ModelBuilder {
        let page = format!("https://fal.ai/models/{}", self.endpoint());
        let price = PriceLine::new(
            MICRODOLLARS_PER_SECOND,
            "second",
            &format!("{page}/llms.txt"),
            "2026-10-01",
        );
        let builder = ModelBuilder::new(self.id(), self.name(), operation)
            .endpoint(self.endpoint())
            .price(price)
            .max_images(MAX_IMAGES)
            .documentation(&page)
            .licence("CreativeML Open RAIL++-M: results may be used commercially within its use restrictions.");
        if self.takes_negative_prompt() {
            builder.takes_negative_prompt()
        } else {
            builder
        }
    }
}
