//! The models on offer.

use studio_plugin_sdk::{Error, Job, Manifest, ModelBuilder, Operation, PriceLine};

use crate::params::{AuraParams, ClarityParams, EsrganParams};
use crate::price::{CLARITY_MICRODOLLARS_PER_MEGAPIXEL, MICRODOLLARS_PER_SECOND};

/// The day the prices were read.
const READ_ON: &str = "2026-10-01";

/// One of the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upscaler {
    Esrgan,
    AuraSr,
    Clarity,
}

impl Upscaler {
    const ALL: [Self; 3] = [Self::Esrgan, Self::AuraSr, Self::Clarity];

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
            Self::Esrgan => "fal-ai/esrgan",
            Self::AuraSr => "fal-ai/aura-sr",
            Self::Clarity => "fal-ai/clarity-upscaler",
        }
    }

    fn builder(self, name: &str, (microdollars, unit): (u64, &str)) -> ModelBuilder {
        let page = format!("https://fal.ai/models/{}", self.endpoint());
        let price = PriceLine::new(microdollars, unit, &page, READ_ON);
        ModelBuilder::new(self.endpoint(), name, Operation::Upscale)
            .endpoint(self.endpoint())
            .price(price)
            .documentation(&page)
    }
}

pub(crate) fn manifest() -> Manifest {
    let by_second = (MICRODOLLARS_PER_SECOND, "second");
    let by_megapixel = (CLARITY_MICRODOLLARS_PER_MEGAPIXEL, "megapixel");
    let esrgan = Upscaler::Esrgan
        .builder("ESRGAN", by_second)
        .parameters::<EsrganParams>()
        .description("Enlarges faithfully, quickly and for a fraction of a cent; invents nothing.")
        .capabilities(&["face-enhancement"])
        .typical_duration_ms(4_000)
        .licence("BSD 3-Clause: results may be used commercially.")
        .best_for(&["any picture", "low cost", "illustration"]);
    let aura = Upscaler::AuraSr
        .builder("AuraSR", by_second)
        // The second call of eight times.
        .endpoint(Upscaler::Esrgan.endpoint())
        .parameters::<AuraParams>()
        .description("Enlarges generated pictures four times and adds fitting detail.")
        .typical_duration_ms(6_000)
        .licence("CC BY-SA 4.0 for the first checkpoint: results may be used commercially.")
        .best_for(&["generated pictures"]);
    let clarity = Upscaler::Clarity
        .builder("Clarity Upscaler", by_megapixel)
        .parameters::<ClarityParams>()
        .takes_negative_prompt()
        .description("Enlarges and repaints detail after words; creativity says how much it may invent.")
        .capabilities(&["seed", "guidance", "steps", "safety-checker"])
        .typical_duration_ms(20_000)
        .licence("Results may be used commercially under the provider's terms.")
        .best_for(&["photographs", "print", "adding detail"]);
    Manifest::new(
        "upscale",
        env!("CARGO_PKG_VERSION"),
        "Upscaling (fal.ai)",
        "AI Image Design Studio",
    )
    .model(esrgan.build())
    .model(aura.build())
    .model(clarity.build())
}
