//! The one table from errors to status, stable code, title and public detail.

use std::time::Duration;

use axum::http::StatusCode;
use studio_app::{FieldError, UnfitKind};

use crate::Error;

/// What a client gets to know about an error, before it is rendered as a document or a page.
#[derive(Clone, Debug)]
pub(crate) struct ErrorInfo {
    pub(crate) status: StatusCode,
    /// Stable, for programs.
    pub(crate) code: &'static str,
    /// The same for every occurrence of the code.
    pub(crate) title: &'static str,
    /// A sentence about this occurrence. Never holds the cause of a 5xx.
    pub(crate) detail: String,
    pub(crate) errors: Vec<FieldError>,
    /// When trying again makes sense.
    pub(crate) retry_after: Option<Duration>,
    /// `WWW-Authenticate`: how to prove who one is (RFC 6750, read 2026-11-27).
    pub(crate) challenge: Option<String>,
}

/// When to come back while something is away.
const AWAY_RETRY: Duration = Duration::from_secs(5);

impl From<&Error> for ErrorInfo {
    fn from(error: &Error) -> Self {
        let (status, code, title) = row(error);
        Self {
            status,
            code,
            title,
            detail: detail(error),
            errors: error.field_errors().unwrap_or_default().to_vec(),
            retry_after: retry_after(error),
            challenge: challenge(error),
        }
    }
}

impl ErrorInfo {
    /// What a page can tell beside its controls: everything but faults of ours (5xx).
    pub(crate) fn mendable(error: &Error) -> Option<Self> {
        let info = Self::from(error);
        (!info.status.is_server_error()).then_some(info)
    }

    /// The same for the form of a thing, with the error back where it is not for the form: that the thing is not there is told
    /// by a page of its own.
    ///
    /// # Errors
    /// The error itself.
    pub(crate) fn for_form(error: Error) -> Result<Self, Error> {
        let info = Self::mendable(&error).filter(|info| info.status != StatusCode::NOT_FOUND);
        info.ok_or(error)
    }

    /// The first complaint about a field, else the sentence about the whole.
    pub(crate) fn sentence(self) -> String {
        let first = self.errors.into_iter().next();
        first.map_or(self.detail, |error| error.message)
    }
}

fn row(error: &Error) -> (StatusCode, &'static str, &'static str) {
    use studio_app::Error as App;
    match error {
        Error::App(App::NotFound) => (StatusCode::NOT_FOUND, "not_found", "Not found"),
        Error::App(App::Unauthenticated(_)) => (StatusCode::UNAUTHORIZED, "unauthenticated", "Not signed in"),
        Error::App(App::Forbidden(_)) => (StatusCode::FORBIDDEN, "forbidden", "Not allowed"),
        Error::App(App::Invalid(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields are not valid"),
        Error::App(App::Conflict(_)) => (StatusCode::CONFLICT, "conflict", "Not possible in the present state"),
        // Larger than the host reads, which the route's own limit told before.
        Error::App(App::UnfitPlugin(unfit)) if unfit.kind == UnfitKind::TooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "Request too large")
        }
        Error::App(App::UnfitPlugin(unfit)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            unfit.kind.as_str(),
            "Not a plugin that can be used",
        ),
        Error::App(App::Outdated) => (StatusCode::PRECONDITION_FAILED, "outdated", "Changed meanwhile"),
        Error::App(App::InsufficientCredits { .. }) => (
            StatusCode::PAYMENT_REQUIRED,
            "insufficient_credits",
            "Not enough credits",
        ),
        Error::App(App::BudgetReached(_)) => (StatusCode::PAYMENT_REQUIRED, "budget_reached", "A budget is reached"),
        Error::App(App::LimitReached { .. }) => (StatusCode::TOO_MANY_REQUESTS, "limit_reached", "Too many requests"),
        Error::App(App::Unavailable { .. }) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available at the moment",
        ),
        Error::App(App::Internal(_)) | Error::Panicked(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error")
        }
        Error::NoRoute => (StatusCode::NOT_FOUND, "no_route", "Nothing at this address"),
        Error::MethodNotAllowed => (
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "Method not allowed",
        ),
        Error::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed", "Malformed request"),
        Error::UnsupportedMediaType(_) => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            "Unsupported content type",
        ),
        Error::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "Request too large"),
        Error::VersionMissing => (
            StatusCode::PRECONDITION_REQUIRED,
            "version_missing",
            "Which version is meant?",
        ),
        Error::CrossSite(_) => (StatusCode::FORBIDDEN, "cross_site", "Request from another site"),
        Error::CodeNeeded => (StatusCode::UNAUTHORIZED, "code_needed", "A code is needed"),
        Error::UnknownKey => (StatusCode::UNAUTHORIZED, "unknown_key", "Not a valid API key"),
        Error::MissingScope(_) => (StatusCode::FORBIDDEN, "missing_scope", "The API key may not do that"),
        Error::PersonOnly => (StatusCode::FORBIDDEN, "person_only", "Not with an API key"),
        Error::AccountLeaving => (
            StatusCode::FORBIDDEN,
            "account_leaving",
            "The account is about to be deleted",
        ),
        Error::TimedOut => (
            StatusCode::SERVICE_UNAVAILABLE,
            "timed_out",
            "The request took too long",
        ),
    }
}

/// Nobody outside learns why the studio failed; the request id leads to the log.
fn detail(error: &Error) -> String {
    match row(error).0 {
        StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong on our side. It has been noted.".to_owned(),
        _ => sentence(&error.to_string()),
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{start}{}{stop}", chars.as_str())
}

fn retry_after(error: &Error) -> Option<Duration> {
    match error {
        Error::App(studio_app::Error::LimitReached { retry_after }) => Some(*retry_after),
        Error::App(studio_app::Error::Unavailable { .. }) | Error::TimedOut => Some(AWAY_RETRY),
        _ => None,
    }
}

fn challenge(error: &Error) -> Option<String> {
    match error {
        Error::UnknownKey => Some("Bearer error=\"invalid_token\"".to_owned()),
        Error::MissingScope(scope) => Some(format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"")),
        Error::App(studio_app::Error::Unauthenticated(_)) | Error::CodeNeeded => Some("Bearer".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use studio_app::{Error as App, Unfit};
    use studio_model::{KeyScope, MicroDollars};

    use super::*;

    #[test]
    fn every_error_has_its_status_and_code() {
        let secret = || std::io::Error::other("password of the database").into();
        let unfit = |kind| {
            let message = "it has a fault".to_owned();
            Error::App(App::UnfitPlugin(Unfit { kind, message }))
        };
        let table: Vec<(Error, u16, &str)> = vec![
            (App::NotFound.into(), 404, "not_found"),
            (App::Unauthenticated("wrong").into(), 401, "unauthenticated"),
            (App::Forbidden("admins only").into(), 403, "forbidden"),
            (App::invalid("prompt", "empty").into(), 422, "invalid"),
            (App::Conflict("ended".to_owned()).into(), 409, "conflict"),
            (App::Outdated.into(), 412, "outdated"),
            (unfit(UnfitKind::CoreModule), 422, "core_module"),
            (unfit(UnfitKind::TooLarge), 413, "too_large"),
            (
                App::InsufficientCredits {
                    needed: MicroDollars(2_000),
                    available: MicroDollars(500),
                }
                .into(),
                402,
                "insufficient_credits",
            ),
            (App::BudgetReached("3 left".to_owned()).into(), 402, "budget_reached"),
            (
                App::LimitReached {
                    retry_after: Duration::from_secs(7),
                }
                .into(),
                429,
                "limit_reached",
            ),
            (
                App::Unavailable {
                    what: "the database",
                    source: secret(),
                }
                .into(),
                503,
                "unavailable",
            ),
            (App::Internal(secret()).into(), 500, "internal"),
            (Error::NoRoute, 404, "no_route"),
            (Error::MethodNotAllowed, 405, "method_not_allowed"),
            (Error::Malformed("not JSON".to_owned()), 400, "malformed"),
            (
                Error::UnsupportedMediaType("application/json"),
                415,
                "unsupported_media_type",
            ),
            (Error::TooLarge(10), 413, "too_large"),
            (Error::VersionMissing, 428, "version_missing"),
            (Error::CrossSite("no"), 403, "cross_site"),
            (Error::CodeNeeded, 401, "code_needed"),
            (Error::UnknownKey, 401, "unknown_key"),
            (Error::MissingScope(KeyScope::Generate), 403, "missing_scope"),
            (Error::PersonOnly, 403, "person_only"),
            (Error::AccountLeaving, 403, "account_leaving"),
            (Error::TimedOut, 503, "timed_out"),
            (Error::Panicked("index out of bounds".to_owned()), 500, "internal"),
        ];
        for (error, status, code) in table {
            let info = ErrorInfo::from(&error);
            assert_eq!((info.status.as_u16(), info.code), (status, code), "{error:?}");
            assert!(
                !info.detail.contains("password") && !info.detail.contains("bounds"),
                "{}",
                info.detail
            );
            assert!(info.detail.ends_with('.'), "{}", info.detail);
        }
    }

    #[test]
    fn what_passes_says_when() {
        let info = ErrorInfo::from(
            &App::LimitReached {
                retry_after: Duration::from_secs(7),
            }
            .into(),
        );
        assert_eq!(info.retry_after, Some(Duration::from_secs(7)));
        assert_eq!(ErrorInfo::from(&Error::NoRoute).retry_after, None);
    }

    #[test]
    fn details_are_sentences() {
        assert_eq!(sentence("ätsch"), "Ätsch.");
        assert_eq!(sentence("Really?"), "Really?");
    }
}
