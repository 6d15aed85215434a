//! Addresses of the settings, of the audit log, and of what is reached by links in mails.

use super::library::with_query;
use super::{AUDIT, segment};

/// The settings; leads to their first tab.
pub const SETTINGS: &str = "/settings";
/// POST only: mail a link that proves the address.
pub const SEND_VERIFICATION: &str = "/settings/account/verify";
/// POST only: mail a link to another address.
pub const CHANGE_EMAIL: &str = "/settings/account/email";
/// POST only: upload a picture of oneself.
pub const AVATAR: &str = "/settings/account/avatar";
/// POST only: take it away.
pub const REMOVE_AVATAR: &str = "/settings/account/avatar/remove";
/// POST only: choose what forms begin with.
pub const DEFAULTS: &str = "/settings/preferences/defaults";
/// POST only: choose the language of pages.
pub const LANGUAGE: &str = "/settings/preferences/language";
/// POST only: choose another password.
pub const CHANGE_PASSWORD: &str = "/settings/security/password";
/// POST only: log other browsers out.
pub const REVOKE_SESSIONS: &str = "/settings/security/sessions/revoke";
/// Two-factor log-in; POST begins to set it up.
pub const TWO_FACTOR: &str = "/settings/security/two-factor";
/// POST only: switch it on.
pub const TWO_FACTOR_CONFIRM: &str = "/settings/security/two-factor/confirm";
/// POST only: make new recovery codes.
pub const TWO_FACTOR_CODES: &str = "/settings/security/two-factor/codes";
/// POST only: switch it off.
pub const TWO_FACTOR_OFF: &str = "/settings/security/two-factor/off";
/// POST only: take everything away as a file.
pub const EXPORT_ACCOUNT: &str = "/settings/privacy/export";
/// All that there is for somebody whose account is about to be deleted.
pub const LEAVING: &str = "/account/leaving";
/// POST only: keep it.
pub const KEEP_ACCOUNT: &str = "/account/leaving/keep";
/// The second step of a log-in.
pub const LOGIN_CODE: &str = "/login/code";
/// Proves an address; POST uses the link up.
pub const VERIFY_EMAIL: &str = "/verify-email";
/// Asks for a new password; POST mails a link.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// The form for a new password; POST uses the link up.
pub const RESET_PASSWORD: &str = "/reset-password";
/// Mails of a studio without a mail server.
pub const OUTBOX: &str = "/dev/outbox";

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

/// A webhook with what it was told.
#[must_use]
pub fn webhook(id: &str) -> String {
    format!("{}/{}", settings("webhooks"), segment(id))
}

/// The same with pairs of a name and a text; empty texts do not count.
#[must_use]
pub fn webhook_with(id: &str, pairs: &[(&str, &str)]) -> String {
    with_query(&webhook(id), pairs)
}

/// POST only: tell a webhook something again.
#[must_use]
pub fn resend_delivery(webhook_id: &str, id: &str) -> String {
    format!("{}/deliveries/{}/resend", webhook(webhook_id), segment(id))
}

/// The audit log, limited by pairs of a name and a text; empty texts do not limit.
#[must_use]
pub fn audit_log(limits: &[(&str, &str)]) -> String {
    with_query(AUDIT, limits)
}

/// One tab of the settings, with what came of a change.
#[must_use]
pub fn settings_done(tab: &str, done: &str) -> String {
    format!("{}?done={}", settings(tab), segment(done))
}

/// POST only: log one browser out.
#[must_use]
pub fn revoke_session(id: &str) -> String {
    format!("{SETTINGS}/security/sessions/{}/revoke", segment(id))
}

/// A further page of the mails.
#[must_use]
pub fn outbox_after(cursor: &str) -> String {
    format!("{OUTBOX}?cursor={}", segment(cursor))
}

/// The form to log in, after the password was changed by a link.
#[must_use]
pub fn log_in_after_reset() -> String {
    format!("{}?reset=true", super::LOGIN)
}

/// The form to log in, after the end of an account was asked for.
#[must_use]
pub fn log_in_after_farewell() -> String {
    format!("{}?farewell=true", super::LOGIN)
}

/// The second step of a log-in that goes on to `next`, if it is not empty.
#[must_use]
pub fn log_in_code(next: &str) -> String {
    with_query(LOGIN_CODE, &[("next", next)])
}

/// A further page of one's sessions.
#[must_use]
pub fn sessions_after(cursor: &str) -> String {
    format!("{}?cursor={}", settings("security"), segment(cursor))
}
