//! Why a call other than a submit did not answer the question asked.
//!
//! A submit has its own outcome type, [`crate::SubmitOutcome`], because there "failed" is not one thing.

use crate::{ProviderError, Retry, transport::TransportError};

/// A call that led to no answer. Nothing here says that a *job* failed: that is
/// [`crate::ResultOutcome::ModelError`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The provider answered with an error of its own, or with something unreadable.
    #[error(transparent)]
    Provider(Box<ProviderError>),
    /// No complete answer arrived.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The answer ended early. For media and streams only; other answers are [`Error::Transport`].
    #[error("the answer ended after {received_bytes} bytes")]
    Truncated {
        /// Bytes that did arrive.
        received_bytes: u64,
    },
    /// The answer, or what was to be sent, is larger than the limit in force.
    #[error("larger than the limit of {limit_bytes} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// An address outside the provider and the configured hosts. Nothing was sent to it.
    #[error("the address is not one of the provider's: {origin}")]
    UntrustedUrl {
        /// Scheme, host and port; paths and queries may hold secrets.
        origin: String,
    },
    /// A media host answered with a status other than 200.
    #[error("the media host answered {status}")]
    Media {
        /// The HTTP status.
        status: u16,
    },
    /// A `data:` URI that cannot be decoded.
    #[error("the data URI cannot be decoded")]
    DataUri,
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        Self::Provider(Box::new(error))
    }
}

impl Error {
    /// Whether asking again makes sense. All calls that return [`Error`] are safe to repeat.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Provider(error) => error.retry,
            Self::Transport(_) | Self::Truncated { .. } => Retry::Backoff,
            Self::Media {
                status: 408 | 425 | 429 | 500..=599,
            } => Retry::Backoff,
            Self::TooLarge { .. } | Self::UntrustedUrl { .. } | Self::Media { .. } | Self::DataUri => Retry::Never,
        }
    }
}
