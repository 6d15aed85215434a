//! What can go wrong while starting a simulator.

use std::{io, path::PathBuf};

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// A configured value makes no sense.
    #[error("bad simulator configuration: {0}")]
    Config(String),
    /// The address could not be bound.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address asked for.
        address: std::net::SocketAddr,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The state folder could not be read or written.
    #[error("cannot use the state folder {path}")]
    StateDir {
        /// The file or folder in question.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The outgoing HTTP client could not be built.
    #[error("cannot build the HTTP client")]
    HttpClient(#[source] reqwest::Error),
}
