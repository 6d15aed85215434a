//! What can go wrong in a handler: the use case's error, or one of HTTP itself.

use axum::response::{IntoResponse, Response};
use studio_app::FieldError;
use studio_model::KeyScope;

use crate::error_info::ErrorInfo;

/// The result of every handler.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// A request that is answered with an error. Rendered outside the handler, see [`crate::render_errors`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The use case did not happen.
    #[error(transparent)]
    App(#[from] studio_app::Error),
    /// There is nothing at this address.
    #[error("nothing at this address")]
    NoRoute,
    /// There is something at this address, but not for this method.
    #[error("this address does not take the method")]
    MethodNotAllowed,
    /// The body cannot be read as what it says it is.
    #[error("{0}")]
    Malformed(String),
    /// The body is of another type than the handler takes; holds the one it takes.
    #[error("the body must be {0}")]
    UnsupportedMediaType(&'static str),
    /// The body is larger than the limit, in bytes.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// It changes something and does not say which version of it was read.
    #[error("send the ETag that you read as If-Match")]
    VersionMissing,
    /// A browser sent it on behalf of another site.
    #[error("{0}")]
    CrossSite(&'static str),
    /// The password was right; the browser has a cookie for the second step.
    #[error("this account asks for a code: send it to /api/auth/login/code with the cookie of this answer")]
    CodeNeeded,
    /// The API key is none that is taken.
    #[error("this API key is not known: it is mistyped, was revoked or has expired")]
    UnknownKey,
    /// The API key may not do that.
    #[error("this API key lacks the scope {0}")]
    MissingScope(KeyScope),
    /// No API key may do that.
    #[error("an API key cannot do that; somebody has to sign in for it")]
    PersonOnly,
    /// The account is about to be deleted.
    #[error("this account is about to be deleted: keep it with DELETE /api/auth/me/deletion, or log out")]
    AccountLeaving,
    /// It took longer than the limit.
    #[error("the request took too long")]
    TimedOut,
    /// A handler panicked; the text is for the log.
    #[error("panicked: {0}")]
    Panicked(String),
}

impl Error {
    /// A complaint about one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::App(studio_app::Error::invalid(field, message))
    }

    /// A bug of the studio.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::App(studio_app::Error::Internal(cause.into()))
    }

    /// The complaints about single fields, if that is what is wrong.
    #[must_use]
    pub fn field_errors(&self) -> Option<&[FieldError]> {
        match self {
            Self::App(studio_app::Error::Invalid(errors)) => Some(errors),
            _ => None,
        }
    }
}

impl From<crate::templates::RenderError> for Error {
    fn from(error: crate::templates::RenderError) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for Error {
    /// An empty answer that carries its [`ErrorInfo`]. The cause of a 5xx is logged here, once, inside the request's span.
    fn into_response(self) -> Response {
        let info = ErrorInfo::from(&self);
        if info.status.is_server_error() {
            let cause = error_chain(&self);
            tracing::error!(status = info.status.as_u16(), code = info.code, cause, "request failed");
        }
        (info.status, axum::Extension(info)).into_response()
    }
}

fn error_chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
