//! What can go wrong in a use case, in the words of the domain. `studio-web` gives each a status.

use std::time::Duration;

use studio_model::MicroDollars;

/// The result of every use case.
pub type Result<T> = std::result::Result<T, Error>;

/// A complaint about one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// Path of the field: `prompt`, `parameters.guidance_scale`.
    pub field: String,
    /// A sentence for the user that names the allowed range.
    pub message: String,
}

impl FieldError {
    /// A complaint.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// A use case that did not happen. Nothing is half-done after any of these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not visible to this user.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the credentials are wrong.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Signed in, but not allowed.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Values that cannot be taken.
    #[error("some fields are not valid")]
    Invalid(Vec<FieldError>),
    /// The present state does not allow it: cancelling an ended job, an email already taken.
    #[error("{0}")]
    Conflict(String),
    /// A component that is no plugin which can be used here.
    #[error("{0}")]
    UnfitPlugin(#[source] studio_plugin_host::Unfit),
    /// It was changed since the caller last saw it.
    #[error("it was changed since you read it; read it again")]
    Outdated,
    /// Not enough credits.
    #[error("this costs up to {needed} credits and {available} are left")]
    InsufficientCredits {
        /// Upper bound of the price.
        needed: MicroDollars,
        /// What can be spent.
        available: MicroDollars,
    },
    /// A hard budget does not allow it; a sentence says which and until when.
    #[error("{0}")]
    BudgetReached(String),
    /// Too often, or too much at once.
    #[error("too many requests; try again in {} s", retry_after.as_secs().max(1))]
    LimitReached {
        /// When it may work again.
        retry_after: Duration,
    },
    /// Something the studio needs is away for the moment: the database, the object store.
    #[error("{what} is not available at the moment")]
    Unavailable {
        /// Name for people: `the database`.
        what: &'static str,
        /// The cause.
        #[source]
        source: anyhow::Error,
    },
    /// A bug or a broken installation.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl Error {
    /// One complaint about one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// Complaints about fields become complaints about fields of `parent`.
    #[must_use]
    pub fn within(self, parent: &str) -> Self {
        match self {
            Self::Invalid(errors) => Self::Invalid(
                errors
                    .into_iter()
                    .map(|error| FieldError::new(format!("{parent}.{}", error.field), error.message))
                    .collect(),
            ),
            other => other,
        }
    }

    /// A cause nobody expected.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<studio_db::Error> for Error {
    fn from(error: studio_db::Error) -> Self {
        match error {
            studio_db::Error::BudgetReached { budget, needed, left } => {
                Self::BudgetReached(crate::budgets::reached(&budget, needed, left))
            }
            error if error.is_unavailable() => Self::Unavailable {
                what: "the database",
                source: error.into(),
            },
            error => Self::Internal(error.into()),
        }
    }
}

impl From<sqlx::Error> for Error {
    /// For `begin` and `commit`, the only statements outside `studio-db`.
    fn from(error: sqlx::Error) -> Self {
        studio_db::Error::from(error).into()
    }
}

impl From<studio_storage::Error> for Error {
    fn from(error: studio_storage::Error) -> Self {
        match error {
            studio_storage::Error::RangeNotSatisfiable { size_bytes } => {
                Self::invalid("Range", format!("the file has {size_bytes} bytes"))
            }
            // Also a full or refusing store: an administrator can mend it, and the caller may try again then.
            error => Self::Unavailable {
                what: "the picture store",
                source: error.into(),
            },
        }
    }
}

/// An error with its causes in one line, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |cause| cause.source())
        .fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
