//! The page that says what went wrong. Needs neither session nor database.

use serde::Serialize;

use super::{PartView, View};

/// An error as a page, or as a toast when htmx asked.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// HTTP status, 400 to 599.
    pub status: u16,
    /// Which texts the page has; derived from the status.
    pub kind: &'static str,
    /// A sentence about this very case; the kind's general sentence when `None`.
    pub detail: Option<String>,
    /// The request's id, to be quoted when asking for help.
    pub request_id: Option<String>,
    /// Seconds after which trying again makes sense.
    pub retry_after_s: Option<u64>,
}

impl ErrorPage {
    /// The page for an HTTP status.
    #[must_use]
    pub fn new(status: u16) -> Self {
        let kind = match status {
            401 => "unauthorised",
            403 => "forbidden",
            404 | 410 => "not-found",
            429 => "too-many",
            503 => "offline",
            400..=499 => "refused",
            _ => "internal",
        };
        Self {
            status,
            kind,
            detail: None,
            request_id: None,
            retry_after_s: None,
        }
    }
}

impl View for ErrorPage {
    const PAGE: &'static str = "pages/error/page.html";
}

impl PartView for ErrorPage {
    const PART: &'static str = "pages/error/_toast.html";
}
