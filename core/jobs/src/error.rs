//! What can go wrong in the engine.

/// The result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the engine itself; failures of jobs belong to the executor.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A statement failed. Loops try again; nothing is lost.
    #[error("the engine's statement failed")]
    Database(#[from] sqlx::Error),
    /// The job library refused.
    #[error("the job library failed: {0}")]
    Library(String),
}
