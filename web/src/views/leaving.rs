//! The end of an account: the form that asks for it, and what is left of the studio afterwards.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, SettingsContent, SettingsTab, View};

/// What goes, one line each.
#[derive(Debug, Clone, Serialize)]
pub struct Loss {
    /// The end of a message's key: `leaving-images`.
    pub kind: &'static str,
    /// More than none.
    pub count: i64,
}

/// The form that asks for the end of an account. Neither password nor code is ever sent back.
#[derive(Debug, Clone, Serialize)]
pub struct DangerSettings {
    /// Whose password it is, for password managers.
    pub email: String,
    pub losses: Vec<Loss>,
    /// Of the pictures.
    pub image_bytes: i64,
    pub credits: f64,
    /// Days from the wish to the end.
    pub grace_days: u16,
    pub asks_for_code: bool,
    pub errors: FormErrors,
}

impl DangerSettings {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 2] = ["password", "code"];
}

impl SettingsContent for DangerSettings {
    const PAGE: &'static str = "pages/settings/danger.html";
    const TAB: SettingsTab = SettingsTab::Danger;
}

/// The offer to keep the account.
#[derive(Debug, Clone, Serialize)]
pub struct LeavingPage {
    pub email: String,
    /// Until then it can be kept.
    pub due_at: Option<DateTime<Utc>>,
    pub losses: Vec<Loss>,
    /// Why it cannot be kept.
    pub complaint: Option<String>,
}

impl View for LeavingPage {
    const PAGE: &'static str = "pages/leaving/page.html";
}
