//! What can go wrong, by who has to act: the administrator ([`HostError`], [`LoadProblem`]), or the caller of a model
//! ([`CallError`]), who must tell a plugin that declined from a plugin that broke.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use thiserror::Error;

use crate::PluginError;

/// The host itself cannot work.
#[derive(Debug, Error)]
pub enum HostError {
    /// wasmtime refused its configuration.
    #[error("cannot set up the WebAssembly engine: {0}")]
    Engine(String),
    /// The folder of plugins cannot be read.
    #[error("cannot read the plugin folder {}", path.display())]
    PluginsDir {
        /// The configured folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The cache folder cannot be made, or others could write to it.
    #[error("cannot use the plugin cache {}", path.display())]
    CacheDir {
        /// The configured folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A file of the plugin folder that could not be used. The others are not affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadProblem {
    /// File name without its folder.
    pub file: String,
    /// What is wrong with it, for the administrator.
    pub message: String,
}

/// A call to a plugin gave no usable answer.
#[derive(Debug, Error)]
pub enum CallError {
    /// The plugin worked and said no.
    #[error(transparent)]
    Declined(#[from] PluginError),
    /// The plugin broke a limit or the contract. Nothing of what it returned can be used.
    #[error(transparent)]
    Fault(#[from] GuestFault),
}

/// A plugin broke a limit or the contract.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("plugin {plugin} failed in {export}: {kind}")]
pub struct GuestFault {
    /// Id of the plugin, or the file name while its manifest is not known yet.
    pub plugin: String,
    /// `describe`, `estimate`, `start` or `resume`.
    pub export: &'static str,
    /// What happened.
    pub kind: FaultKind,
}

/// The ways in which a plugin can break.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FaultKind {
    /// It ran longer than allowed and was stopped. The only kind that a busy machine can cause.
    #[error("stopped after its time limit of {} ms", .0.as_millis())]
    Deadline(Duration),
    /// It asked for more memory than allowed.
    #[error("asked for more than its {} MiB of memory", .cap_bytes / (1024 * 1024))]
    Memory {
        /// The cap, in bytes.
        cap_bytes: usize,
    },
    /// It recursed too deeply.
    #[error("its call stack is exhausted")]
    StackOverflow,
    /// It returned more than allowed.
    #[error("returned more than {cap_bytes} bytes")]
    OutputTooLarge {
        /// The cap, in bytes.
        cap_bytes: usize,
    },
    /// It crashed. The text holds the panic message where the plugin logs it.
    #[error("crashed: {0}")]
    Trap(String),
    /// It planned a call to an endpoint that its manifest does not declare.
    #[error("planned a call to {endpoint:?}, which the model does not declare")]
    UndeclaredEndpoint {
        /// The endpoint it wanted.
        endpoint: String,
    },
    /// Its answer breaks the contract.
    #[error("answered against the contract: {0}")]
    Malformed(String),
}

/// A call's JSON names an input picture that the job does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the plan refers to {reference:?}, but the job has {available} input pictures")]
pub struct SubstituteError {
    /// The reference found.
    pub reference: String,
    /// How many inputs there are.
    pub available: usize,
}
