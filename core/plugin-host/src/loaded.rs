//! One loaded plugin: its compiled component and its checked manifest.

use std::sync::Arc;

use futures::executor::block_on;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::bindings::types as wit;
use crate::cache::ComponentCache;
use crate::check;
use crate::engine::GuestEngine;
use crate::error::GuestFault;
use crate::imports::{self, CONTRACT};
use crate::instance::Guest;
use crate::limits::Limits;
use crate::log_book::LogBook;
use crate::manifest::{Manifest, Model, ModelInfo, PluginIdentity};
use crate::schema::ParameterSchema;
use crate::unfit::{Unfit, UnfitKind};

/// A plugin in memory. Immutable; shared by the handles of its models.
pub(crate) struct LoadedPlugin {
    pub(crate) identity: PluginIdentity,
    pub(crate) models: Vec<LoadedModel>,
    pub(crate) guest: Guest,
}

/// A model with its compiled schema.
pub(crate) struct LoadedModel {
    pub(crate) model: Model,
    pub(crate) schema: ParameterSchema,
    pub(crate) defaults: Map<String, Value>,
}

/// What loading needs from the host.
pub(crate) struct Loader {
    pub(crate) engine: Arc<GuestEngine>,
    pub(crate) cache: ComponentCache,
    pub(crate) limits: Limits,
    /// What plugins wrote.
    pub(crate) book: Arc<LogBook>,
    /// See [`crate::HostConfig::endpoint_owners`].
    pub(crate) endpoint_owners: Option<Vec<String>>,
}

impl Loader {
    /// Compiles `bytes`, asks the component to describe itself and checks the answer. Blocks.
    ///
    /// # Errors
    /// A sentence for the administrator, with its kind.
    pub(crate) fn load(&self, file: &str, digest: &str, bytes: &[u8]) -> Result<LoadedPlugin, Unfit> {
        look_at_header(bytes)?;
        let engine = self.engine.wasmtime();
        let component = self
            .cache
            .compile(engine, digest, bytes)
            .map_err(|error| UnfitKind::NotAComponent.because(format!("not a usable component: {error:#}")))?;
        imports::check(engine, &component)?;
        let guest = Guest::prepare(
            Arc::clone(&self.engine),
            &component,
            self.limits.clone(),
            Arc::clone(&self.book),
        )
        .map_err(|error| {
            UnfitKind::WrongContract.because(format!("does not fit the contract {CONTRACT}: {error:#}"))
        })?;
        let manifest = describe(&guest, file)?;
        let schemas = check::manifest(&manifest, self.endpoint_owners.as_deref())
            .map_err(|problem| problem.after(format_args!("invalid manifest: ")))?;
        self.cache.keep(digest, bytes);
        Ok(assemble(manifest, schemas, guest, digest))
    }
}

/// SHA-256 as 64 lowercase hexadecimal digits.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The usual mistakes, told in plain words before the compiler tells them in its own.
fn look_at_header(bytes: &[u8]) -> Result<(), Unfit> {
    match bytes {
        [] => Err(UnfitKind::NotAComponent.because("not a component: the file is empty")),
        [b'\0', b'a', b's', b'm', 1, 0, 0, 0, ..] => Err(UnfitKind::CoreModule.because(
            "not a component: this is a core WebAssembly module; wrap it with wasm-component-ld or wasm-tools component new",
        )),
        [b'\0', b'a', b's', b'm', ..] => Ok(()),
        _ => Err(UnfitKind::NotAComponent
            .because("not a component: the file does not start with the WebAssembly header")),
    }
}

fn describe(guest: &Guest, file: &str) -> Result<Manifest, Unfit> {
    block_on(ask_description(guest, file))
        .map_err(|fault| UnfitKind::Fault.because(fault.to_string()))?
        .try_into()
        .map_err(|problem: String| UnfitKind::Manifest.because(format!("invalid manifest: {problem}")))
}

async fn ask_description(guest: &Guest, file: &str) -> Result<wit::Manifest, GuestFault> {
    let mut call = guest.begin(file, "describe").await?;
    let manifest = call.exports.call_describe(&mut call.store).await;
    call.end(manifest)
}

fn assemble(manifest: Manifest, schemas: Vec<ParameterSchema>, guest: Guest, digest: &str) -> LoadedPlugin {
    let models = manifest.models.into_iter().zip(schemas);
    LoadedPlugin {
        identity: PluginIdentity {
            id: manifest.id,
            version: manifest.version,
            name: manifest.name,
            author: manifest.author,
            digest: digest.to_owned(),
        },
        models: models
            .map(|(model, schema)| LoadedModel {
                defaults: schema.defaults(),
                model,
                schema,
            })
            .collect(),
        guest,
    }
}

impl LoadedPlugin {
    /// The public description of the model at `index`.
    pub(crate) fn info(&self, index: usize) -> ModelInfo {
        let loaded = &self.models[index];
        ModelInfo {
            plugin: self.identity.clone(),
            default_parameters: loaded.defaults.clone(),
            model: loaded.model.clone(),
        }
    }
}
