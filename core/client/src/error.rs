//! What can go wrong with a request.

use std::time::Duration;

use crate::Problem;

/// Why there is no answer, or not the one that was wanted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The studio refused, and says why.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// No connection came about, so nothing was sent.
    #[error("the studio cannot be reached at {url}")]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The connection broke or fell silent; whether the request arrived is not known.
    #[error("the connection to the studio broke off")]
    Broken(#[source] reqwest::Error),
    /// Something answered, but not as a studio does.
    #[error("{url} does not answer like a studio: {what}")]
    Unexpected {
        /// Who answered.
        url: String,
        /// What is odd about it.
        what: String,
    },
    /// No client can be made on this machine.
    #[error("no secure connections can be made")]
    Setup(#[source] reqwest::Error),
}

impl Error {
    pub(crate) fn from_reqwest(error: reqwest::Error) -> Self {
        if error.is_connect() {
            let url = error.url().map(|url| url.origin().ascii_serialization());
            Self::Unreachable {
                url: url.unwrap_or_default(),
                source: error.without_url(),
            }
        } else {
            Self::Broken(error.without_url())
        }
    }

    /// The studio's own words, if it refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) => Some(problem),
            _ => None,
        }
    }

    /// The same request may succeed a little later: the studio is away or busy.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(problem) => matches!(problem.status, 429 | 500..),
            Self::Unreachable { .. } | Self::Broken(_) => true,
            Self::Unexpected { .. } | Self::Setup(_) => false,
        }
    }

    /// The request had certainly no effect and may succeed later.
    pub(crate) fn had_no_effect(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Refused(problem) => problem.status == 429,
            _ => false,
        }
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.problem().and_then(|problem| problem.retry_after)
    }
}
