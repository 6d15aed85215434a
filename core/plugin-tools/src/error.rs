//! Why a tool could not do what it was asked. Every text is for the person at the terminal and says what to do.

use std::path::{Path, PathBuf};

use studio_plugin_host::{CallError, FieldError, HostError};
use studio_plugin_testkit::CaseError;
use studio_wasm_toolchain::Missing;

/// Why a tool stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line asks for something that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A file or folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Nothing compiles plugins here.
    #[error(transparent)]
    Toolchain(#[from] Missing),
    /// The compiler refused; it has said why.
    #[error("{0}")]
    Build(String),
    /// The studio would not take the file.
    #[error("{file}: {message}")]
    Refused {
        /// Its name.
        file: String,
        /// What the studio would say.
        message: String,
    },
    /// The host does not start.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Recorded cases cannot be read.
    #[error(transparent)]
    Cases(#[from] CaseError),
    /// A request does not fit its model.
    #[error("the request is not valid:{}", lines(.0))]
    Request(Vec<FieldError>),
    /// The plugin gave no plan or no price.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl Error {
    /// Turns an I/O error about `path` into one that names it.
    pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }
}

fn lines(errors: &[FieldError]) -> String {
    errors
        .iter()
        .map(|error| format!("\n  {}: {}", error.field, error.message))
        .collect()
}
