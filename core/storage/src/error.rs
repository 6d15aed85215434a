//! What can go wrong, by what a caller can do about it.

/// The cause beneath an [`Error`].
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// Result of asking a store.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a store could not do what it was asked. A missing object is not an error but `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room left or a quota reached: nothing was stored. Retrying helps only after someone made room.
    #[error("the object store is full")]
    Full(#[source] Source),
    /// The store did not answer, answered 5xx or 429, or the connection broke: ask again later.
    #[error("the object store is unavailable")]
    Unavailable(#[source] Source),
    /// The store refuses us: wrong credentials, no such bucket or folder, no permission. The settings are wrong.
    #[error("the object store refuses access: {reason}")]
    Denied {
        /// What is wrong, for the operator.
        reason: String,
        /// The store's own words, if it said any.
        #[source]
        source: Option<Source>,
    },
    /// The range asked for lies outside the object: HTTP 416.
    #[error("the range lies outside the object of {size_bytes} bytes")]
    RangeNotSatisfiable {
        /// Size of the whole object, for `Content-Range: bytes */<size>`.
        size_bytes: u64,
    },
    /// The request or a setting can never work, such as an address that is none: a mistake of ours.
    #[error("the object store cannot do this: {reason}")]
    Invalid {
        /// What is wrong.
        reason: String,
        /// The cause, if there is one beneath.
        #[source]
        source: Option<Source>,
    },
}

impl Error {
    /// Whether the same call may succeed later without anyone changing a setting.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }

    pub(crate) fn denied(reason: impl Into<String>) -> Self {
        Self::Denied {
            reason: reason.into(),
            source: None,
        }
    }

    pub(crate) fn invalid(reason: impl Into<String>) -> Self {
        Self::Invalid {
            reason: reason.into(),
            source: None,
        }
    }
}
