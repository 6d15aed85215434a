//! The page of the audit log, for administrators.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, View};

/// Entries of the log, and what limits them.
#[derive(Debug, Clone, Serialize)]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    pub values: AuditValues,
    pub errors: FormErrors,
    /// Every kind of action: its name, and the message that says it.
    pub actions: Vec<(&'static str, String)>,
    /// The address of the next page.
    pub next_href: Option<String>,
}

impl AuditPage {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 4] = ["action", "ip", "from", "until"];

    /// The message that says an action: `audit-session-began`.
    #[must_use]
    pub fn message(action: &str) -> String {
        format!("audit-{}", action.replace(['.', '_'], "-"))
    }
}

/// One entry.
#[derive(Debug, Clone, Serialize)]
pub struct AuditLine {
    pub at: DateTime<Utc>,
    /// The message that says what was done; none for an action of another version of the studio.
    pub message: Option<String>,
    /// The action's name.
    pub action: String,
    /// Who did it, or the address that was tried; may be empty.
    pub actor: String,
    /// The address of the page with all that this user did.
    pub actor_href: Option<String>,
    /// It was done with an API key.
    pub by_key: bool,
    pub subject: String,
    /// Particulars, name and value.
    pub details: Vec<(String, String)>,
    pub ip_address: Option<String>,
    /// The address of the page with all that came from there.
    pub ip_href: Option<String>,
    pub user_agent: Option<String>,
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AuditValues {
    pub action: String,
    pub ip: String,
    /// A day, in UTC.
    pub from: String,
    /// The last day, in UTC.
    pub until: String,
    /// The id of who did it.
    pub actor_id: String,
}

impl View for AuditPage {
    const PAGE: &'static str = "pages/audit/page.html";
}
