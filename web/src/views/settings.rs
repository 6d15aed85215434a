//! The settings: a frame with tabs, and what each tab shows inside it.
//!
//! To add a tab: a variant of [`SettingsTab`], a context with [`SettingsContent`], a template that extends
//! `layouts/settings.html` and finds the context in `page.content`, the route `/settings/<name>`, and the message
//! `settings-tab-<name>`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::View;

/// An area of the settings, by the name in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingsTab {
    Account,
    ApiKeys,
}

impl SettingsTab {
    /// Every area in the order of the tabs.
    pub const ALL: [Self; 2] = [Self::Account, Self::ApiKeys];
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

/// Who the user is.
#[derive(Debug, Clone, Serialize)]
pub struct AccountSettings {
    pub name: String,
    pub email: String,
    /// When the account was made.
    pub since: DateTime<Utc>,
}

impl SettingsContent for AccountSettings {
    const PAGE: &'static str = "pages/settings/account.html";
    const TAB: SettingsTab = SettingsTab::Account;
}
