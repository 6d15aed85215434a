//! Everything a model plugin of the studio needs: the trait, the export macro, typed parameters, and helpers.
//!
//! A plugin is a pure function library compiled to a WebAssembly component. It plans calls and reads answers; the studio
//! sends them. It has no network, files, clock or randomness. This is a whole one:
//!
//! ```
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//! use serde_json::json;
//! use studio_plugin_sdk::{
//!     Answer, Call, Error, Job, Manifest, Model, ModelBuilder, Operation, Outputs, Plugin, Price, PriceLine, Step, Ui,
//!     export_plugin, fal, price::microdollars_per_image,
//! };
//!
//! const MICRODOLLARS: u64 = 10_000;
//!
//! #[derive(Serialize, Deserialize, JsonSchema)]
//! #[serde(default, deny_unknown_fields)]
//! struct Parameters {
//!     /// More steps, more detail.
//!     #[schemars(title = "Steps", range(min = 1, max = 50), extend("x-ui" = Ui::new("Quality", 1).slider()))]
//!     steps: u32,
//! }
//!
//! impl Default for Parameters {
//!     fn default() -> Self {
//!         Self { steps: 20 }
//!     }
//! }
//!
//! struct Painter;
//!
//! impl Plugin for Painter {
//!     fn describe() -> Manifest {
//!         let model = ModelBuilder::new("acme/painter", "Painter", Operation::TextToImage)
//!             .endpoint("acme/painter")
//!             .parameters::<Parameters>()
//!             .price(PriceLine::new(MICRODOLLARS, "image", "https://example.org/prices", "2026-10-01"));
//!         Manifest::new("acme-painter", "1.0.0", "Acme Painter", "Acme").model(model.build())
//!     }
//!
//!     fn estimate(job: &Job) -> Result<Price, Error> {
//!         Ok(microdollars_per_image(MICRODOLLARS, job.num_images))
//!     }
//!
//!     fn start(job: &Job) -> Result<Step, Error> {
//!         let parameters: Parameters = job.parameters()?;
//!         let input = json!({"prompt": job.prompt, "steps": parameters.steps, "seed": job.seed});
//!         Ok(Call::new("acme/painter", "generate", input).into())
//!     }
//!
//!     fn resume(job: &Job, _state: &[u8], answer: &Answer) -> Result<Step, Error> {
//!         let output = answer.accept(|refusal| fal::explain(refusal, &[]))?;
//!         let cost = MICRODOLLARS * u64::from(job.num_images);
//!         Ok(fal::parse_images(&output.body)?.into_outputs(job, cost).into())
//!     }
//! }
//!
//! export_plugin!(Painter);
//! # let manifest = Painter::describe();
//! # assert_eq!(manifest.models[0].parameters_schema["properties"]["steps"]["maximum"], 50);
//! ```
//!
//! The thing a newcomer gets wrong: nothing survives between `start` and `resume` but the call's `state`. Each runs in a
//! fresh instance, perhaps on another machine a day later.

mod contract;
pub mod fal;
#[cfg(target_arch = "wasm32")]
pub mod glue;
mod log;
mod model;
pub mod price;
pub mod prompt;
mod schema;
mod ui;

pub use contract::{
    Answer, Call, Error, FieldError, InputImage, InputRole, Job, Manifest, MediaKind, Model, NegativePromptSupport,
    Operation, OutputFile, Outputs, Preset, Price, PriceLine, ProviderOutput, Refusal, Step,
};
pub use log::{log_debug, log_info, log_warn};
pub use model::ModelBuilder;
pub use schema::schema_of;
pub use ui::Ui;

/// What a plugin is. All functions are pure: the same arguments give the same answer.
pub trait Plugin {
    /// The models on offer. Called once when the plugin is loaded.
    fn describe() -> Manifest;

    /// What the job will cost. Cheap, and never falling when `num_images` rises.
    ///
    /// # Errors
    /// When the job cannot be sent at all.
    fn estimate(job: &Job) -> Result<Price, Error>;

    /// The first step of a job.
    ///
    /// # Errors
    /// When the job cannot be sent.
    fn start(job: &Job) -> Result<Step, Error>;

    /// The step after a call. `state` is what the call carried; `job` is unchanged.
    ///
    /// # Errors
    /// When the provider refused, or answered what the plugin cannot read.
    fn resume(job: &Job, state: &[u8], answer: &Answer) -> Result<Step, Error>;
}

/// Exports a [`Plugin`] from a component. On other targets it does nothing, so that the crate can be tested natively.
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            type Component = $crate::glue::Exported<$plugin>;
    $crate::glue::bindings::export!(Component with_types_in $crate::glue::bindings);
        };
    };
}
