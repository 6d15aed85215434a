//! Addresses of the settings, and of the audit log.

use super::library::with_query;
use super::{AUDIT, SETTINGS, segment};

/// One tab of the settings.
#[must_use]
pub fn settings(tab: &str) -> String {
    format!("{SETTINGS}/{}", segment(tab))
}

/// POST only: revoke an API key.
#[must_use]
pub fn revoke_api_key(id: &str) -> String {
    format!("{}/{}/revoke", settings("api-keys"), segment(id))
}

/// The audit log, limited by pairs of a name and a text; empty texts do not limit.
#[must_use]
pub fn audit_log(limits: &[(&str, &str)]) -> String {
    with_query(AUDIT, limits)
}
