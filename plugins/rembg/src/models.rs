//! The models on offer, and their prices.

use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::{BirefnetParams, RembgParams};

/// Micro-dollars for one second of computing. Source: the model page of `fal-ai/birefnet`, read 2026-10, about $0.00111. The page of
/// `fal-ai/imageutils/rembg` says no price; the same is assumed there, and a job's true units come with its result.
pub(crate) const MICRODOLLARS_PER_SECOND: u64 = 1_110;

/// The day the prices were read.
const READ_ON: &str = "2026-10-01";

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remover {
    Birefnet,
    Rembg,
}

impl Remover {
    const ALL: [Self; 2] = [Self::Birefnet, Self::Rembg];

    /// The model that a job is for.
    pub(crate) fn of(job: &Job) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|model| model.endpoint() == job.model_id)
            .ok_or_else(|| Error::Unsupported(format!("this plugin has no model {:?}", job.model_id)))
    }

    /// The provider's endpoint id, which is also the model's id.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Birefnet => "fal-ai/birefnet",
            Self::Rembg => "fal-ai/imageutils/rembg",
        }
    }

    fn builder(self, name: &str) -> ModelBuilder {
        let page = format!("https://fal.ai/models/{}", self.endpoint());
        let price = PriceLine::new(MICRODOLLARS_PER_SECOND, "second", &page, READ_ON);
        ModelBuilder::new(self.endpoint(), name, Operation::RemoveBackground)
            .endpoint(self.endpoint())
            .price(price)
            .documentation(&page)
            .licence("MIT: results may be used commercially.")
    }
}

pub(crate) fn manifest() -> Manifest {
    let birefnet = Remover::Birefnet
        .builder("BiRefNet")
        .parameters::<BirefnetParams>()
        .description("Cuts out subjects with fine edges such as hair; has its own weights for portraits.")
        .capabilities(&["transparency", "mask"])
        .typical_duration_ms(3_000)
        .best_for(&["portraits", "hair and fur", "product shots"]);
    let rembg = Remover::Rembg
        .builder("Rembg")
        .parameters::<RembgParams>()
        .description("Cuts out the main subject quickly and can trim the picture to it.")
        .capabilities(&["transparency"])
        .typical_duration_ms(2_000)
        .best_for(&["simple subjects", "low cost"]);
    Manifest::new(
        "rembg",
        env!("CARGO_PKG_VERSION"),
        "Background removal (fal.ai)",
        "AI Image Design Studio",
    )
    .model(birefnet.build())
    .model(rembg.build())
}
