//! Samples of the settings.

use super::now;
use crate::views::{AccountSettings, SettingsPage};

/// An account.
#[must_use]
pub fn account_settings() -> Vec<SettingsPage<AccountSettings>> {
    vec![SettingsPage::new(AccountSettings {
        name: "Ada Lovelace".to_owned(),
        email: "ada@example.org".to_owned(),
        since: now(),
    })]
}
