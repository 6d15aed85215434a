//! The host of model plugins: loads WebAssembly components, limits them, and calls them.
//!
//! A plugin (contract: `plugins/wit/studio-plugin.wit`) plans provider calls and reads their answers; it has no
//! network, files, clock or randomness. This crate knows the contract and nothing of any provider: it never sends a
//! call itself. What callers get are plain Rust types ([`Job`], [`Step`], [`Outputs`], …); the generated bindings and
//! wasmtime stay inside.
//!
//! ```no_run
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! use studio_plugin_host::{HostConfig, JobRequest, Operation, PluginHost, Step};
//!
//! let host = PluginHost::open(HostConfig::new("plugins-dir", "cache-dir")).await?;
//! let model = host.model("fal-ai/flux/schnell").ok_or("no such model")?;
//! let request = JobRequest::new(Operation::TextToImage, "a red bicycle");
//! let job = model.validate(&request).map_err(|errors| format!("{errors:?}"))?;
//! let price = model.estimate(&job).await?;
//! if let Step::Call(call) = model.start(&job).await? {
//!     println!("send {} to {} for {}", call.input, call.endpoint, price.basis);
//! }
//! # Ok(()) }
//! ```
//!
//! The thing a newcomer gets wrong: a [`ModelHandle`] is pinned to the digest of the component it came from. A reload
//! does not change what it does; ask [`PluginHost::model`] again for the current one, and
//! [`PluginHost::model_by_digest`] for the one a stored job was priced with.

mod bindings;
mod cache;
mod check;
mod convert;
mod engine;
mod error;
mod folder;
mod handle;
mod imports;
mod instance;
mod job;
mod limits;
mod loaded;
mod log;
mod log_book;
mod manifest;
mod offer;
mod plan;
mod registry;
mod schema;
mod substitute;
mod unfit;
mod validate;
mod vet;

pub use error::{CallError, FaultKind, GuestFault, HostError, LoadProblem, SubstituteError};
pub use handle::ModelHandle;
pub use job::{FieldError, InputImage, InputRole, Job, JobRequest, RequestInput};
pub use limits::Limits;
pub use log_book::{LogLevel, LogLine};
pub use manifest::{Manifest, Model, ModelInfo, NegativePromptSupport, Operation, PluginIdentity, Preset, PriceLine};
pub use plan::{Answer, Call, MediaKind, OutputFile, Outputs, PluginError, Price, ProviderOutput, Refusal, Step};
pub use registry::{HostConfig, PluginHost, Scanned};
pub use substitute::substitute_inputs;
pub use unfit::{Unfit, UnfitKind};
