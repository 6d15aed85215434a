//! The tab of the settings with the keys of programs.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, SettingsContent, SettingsTab};

/// The user's API keys, and the form for another one.
#[derive(Debug, Clone, Serialize)]
pub struct ApiKeysSettings {
    pub keys: Vec<ApiKeyLine>,
    /// The key that was just made, which is shown only now.
    pub made: Option<String>,
    pub values: ApiKeyValues,
    pub errors: FormErrors,
    /// What a key can be allowed, by the names of the messages.
    pub scopes: Vec<&'static str>,
    /// Days that a key can last; 0 for ever.
    pub lifetimes: &'static [u16],
}

impl ApiKeysSettings {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["name", "scopes", "days"];
}

/// One key.
#[derive(Debug, Clone, Serialize)]
pub struct ApiKeyLine {
    pub id: String,
    pub name: String,
    /// How it begins.
    pub hint: String,
    pub scopes: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub is_expired: bool,
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where that came from.
    pub last_used_ip: Option<String>,
}

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ApiKeyValues {
    pub name: String,
    /// Those that are ticked.
    pub scopes: Vec<String>,
    /// Days that it is to last, as chosen.
    pub days: String,
}

impl SettingsContent for ApiKeysSettings {
    const PAGE: &'static str = "pages/settings/api_keys.html";
    const TAB: SettingsTab = SettingsTab::ApiKeys;
}
