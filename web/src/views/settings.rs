//! The settings: a frame with tabs, and what each tab shows inside it.
//!
//! To add a tab: a variant of [`SettingsTab`], a context with [`SettingsContent`], a template that extends
//! `layouts/settings.html` and finds the context in `page.content`, the route `/settings/<name>`, and the message
//! `settings-tab-<name>`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FieldError, FormErrors, NamedLink, View};

/// An area of the settings, by the name in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum SettingsTab {
    Account,
    Security,
    Preferences,
    Keyboard,
    ApiKeys,
    Webhooks,
    Privacy,
    Danger,
}

impl SettingsTab {
    /// Every area in the order of the tabs.
    pub const ALL: [Self; 8] = [
        Self::Account,
        Self::Security,
        Self::Preferences,
        Self::Keyboard,
        Self::ApiKeys,
        Self::Webhooks,
        Self::Privacy,
        Self::Danger,
    ];

    /// Its name in addresses and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Security => "security",
            Self::Preferences => "preferences",
            Self::Keyboard => "keyboard",
            Self::ApiKeys => "api-keys",
            Self::Webhooks => "webhooks",
            Self::Privacy => "privacy",
            Self::Danger => "danger",
        }
    }
}

impl From<SettingsTab> for &'static str {
    fn from(tab: SettingsTab) -> Self {
        tab.as_str()
    }
}

/// What a tab shows.
pub trait SettingsContent: Serialize {
    /// The template of the page.
    const PAGE: &'static str;
    /// Where it is.
    const TAB: SettingsTab;
}

/// One page of the settings.
#[derive(Debug, Clone, Serialize)]
pub struct SettingsPage<C> {
    /// The tab that is shown.
    pub tab: SettingsTab,
    /// All tabs.
    pub tabs: &'static [SettingsTab],
    /// What is in it.
    pub content: C,
}

impl<C: SettingsContent> SettingsPage<C> {
    /// The page around `content`.
    #[must_use]
    pub fn new(content: C) -> Self {
        Self {
            tab: C::TAB,
            tabs: &SettingsTab::ALL,
            content,
        }
    }
}

impl<C: SettingsContent> View for SettingsPage<C> {
    const PAGE: &'static str = C::PAGE;
}

/// Name, picture and address of the user.
#[derive(Debug, Clone, Serialize)]
pub struct AccountSettings {
    /// As typed.
    pub name: String,
    /// The version that is changed, as text.
    pub version: String,
    /// The address of the picture.
    pub avatar_url: Option<String>,
    pub email: String,
    /// The address that waits to be proven.
    pub new_email: Option<String>,
    /// The new address as typed.
    pub typed_email: String,
    /// The address is proven.
    pub is_verified: bool,
    /// When the account was made.
    pub since: DateTime<Utc>,
    /// The user may read the mails that are not sent.
    pub has_outbox: bool,
    /// What was done: `profile`, `avatar`, `email`, `verification`, `kept`.
    pub done: Option<&'static str>,
    pub errors: FormErrors,
}

impl AccountSettings {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 4] = ["name", "avatar", "email", "password"];
}

impl SettingsContent for AccountSettings {
    const PAGE: &'static str = "pages/settings/account.html";
    const TAB: SettingsTab = SettingsTab::Account;
}

/// How the studio looks, and what forms begin with; all as typed.
#[derive(Debug, Clone, Serialize)]
pub struct PreferenceSettings {
    /// The version that is changed, as text.
    pub version: String,
    /// `en`, `de`, or empty for what the browser prefers.
    pub language: String,
    /// An IANA name, or empty for the browser's.
    pub time_zone: String,
    /// All names.
    pub zones: Vec<&'static str>,
    /// The name of a theme.
    pub theme: String,
    /// Empty for none.
    pub model_id: String,
    /// Models to choose from.
    pub models: Vec<NamedLink>,
    /// `name: value`, one a line.
    pub parameters: String,
    /// What was done: `preferences`, `defaults`.
    pub done: Option<&'static str>,
    pub errors: FormErrors,
}

impl PreferenceSettings {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["time_zone", "model_id", "parameters"];
}

impl SettingsContent for PreferenceSettings {
    const PAGE: &'static str = "pages/settings/preferences.html";
    const TAB: SettingsTab = SettingsTab::Preferences;
}

/// The password, and where the user is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct SecuritySettings {
    /// Whose password it is, for password managers.
    pub email: String,
    pub password: PasswordForm,
    pub sessions: Vec<SessionLine>,
    /// Since when log-ins ask for a code, if they do.
    pub two_factor_since: Option<DateTime<Utc>>,
    /// The address of the next page of sessions.
    pub next_href: Option<String>,
    /// What was done: `password`, `session`, `sessions`, `two-factor`.
    pub done: Option<&'static str>,
}

impl SettingsContent for SecuritySettings {
    const PAGE: &'static str = "pages/settings/security.html";
    const TAB: SettingsTab = SettingsTab::Security;
}

/// The form for another password. None is ever sent back.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordForm {
    pub errors: FormErrors,
}

impl PasswordForm {
    /// The form with what was wrong.
    #[must_use]
    pub fn new(errors: &[FieldError]) -> Self {
        Self {
            errors: FormErrors::sort(&["current_password", "new_password"], errors),
        }
    }
}

/// A browser that is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct SessionLine {
    pub id: String,
    /// Its name, when it is a known one.
    pub browser: Option<String>,
    /// All that it says about itself; may be empty.
    pub user_agent: String,
    /// May be empty.
    pub ip_address: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// The log-in was proven by a code as well.
    pub has_code: bool,
    /// The one that looks at the page.
    pub is_current: bool,
}
