//! Samples of the settings about privacy.

use crate::views::{KeptFor, PrivacySettings, SettingsPage};

/// With an export to be had, and without.
#[must_use]
pub fn privacy_settings() -> Vec<SettingsPage<PrivacySettings>> {
    let kinds = [
        "trash",
        "sessions",
        "audit",
        "mails",
        "notifications",
        "webhooks",
        "calls",
        "account",
    ];
    let days = [30, 14, 365, 14, 90, 30, 90, 1];
    let offered = PrivacySettings {
        exports_a_day: 5,
        kept: kinds
            .into_iter()
            .zip(days)
            .map(|(kind, days)| KeptFor { kind, days })
            .collect(),
        complaint: None,
    };
    let refused = PrivacySettings {
        complaint: Some("Too many at a time, try again in 3600 s.".to_owned()),
        ..offered.clone()
    };
    [offered, refused].map(SettingsPage::new).into()
}
