//! What the studio keeps, and taking it away.

use serde::Serialize;

use super::{SettingsContent, SettingsTab};

/// The offer of an export, and how long things are kept.
#[derive(Debug, Clone, Serialize)]
pub struct PrivacySettings {
    /// Exports in 24 hours at most.
    pub exports_a_day: usize,
    pub kept: Vec<KeptFor>,
    /// Why there is no export.
    pub complaint: Option<String>,
}

/// How long something is kept.
#[derive(Debug, Clone, Serialize)]
pub struct KeptFor {
    /// The end of a message's key: `privacy-kept-trash`.
    pub kind: &'static str,
    pub days: u64,
}

impl SettingsContent for PrivacySettings {
    const PAGE: &'static str = "pages/settings/privacy.html";
    const TAB: SettingsTab = SettingsTab::Privacy;
}
