//! The tab of the settings with webhooks, and the page of one of them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{FormErrors, SettingsContent, SettingsTab};

/// The controls as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WebhookValues {
    pub url: String,
    pub description: String,
    /// Those that are ticked.
    pub events: Vec<String>,
    pub is_enabled: bool,
}

impl WebhookValues {
    /// The controls that show their own errors.
    pub const CONTROLS: [&str; 3] = ["url", "description", "events"];
}

/// One webhook.
#[derive(Debug, Clone, Serialize)]
pub struct WebhookLine {
    pub id: String,
    pub url: String,
    /// May be empty.
    pub description: String,
    pub events: Vec<&'static str>,
    pub is_enabled: bool,
    /// Why the studio switched it off: `failing`, `gone`.
    pub trouble: Option<&'static str>,
    pub failing_since: Option<DateTime<Utc>>,
}

/// The user's webhooks, and the form for another one.
#[derive(Debug, Clone, Serialize)]
pub struct WebhooksSettings {
    pub hooks: Vec<WebhookLine>,
    pub values: WebhookValues,
    pub errors: FormErrors,
    /// What can be told.
    pub events: Vec<&'static str>,
    /// What was done: `removed`.
    pub done: Option<&'static str>,
}

impl SettingsContent for WebhooksSettings {
    const PAGE: &'static str = "pages/settings/webhooks.html";
    const TAB: SettingsTab = SettingsTab::Webhooks;
}

/// One of them, and what it was told.
#[derive(Debug, Clone, Serialize)]
pub struct WebhookSettings {
    pub hook: WebhookLine,
    /// The version that is changed, as text.
    pub version: String,
    /// The secret that was just made, which is shown only now.
    pub made: Option<String>,
    /// Until when the secret before signs too.
    pub previous_until: Option<DateTime<Utc>>,
    pub values: WebhookValues,
    pub errors: FormErrors,
    pub events: Vec<&'static str>,
    pub deliveries: Vec<DeliveryLine>,
    /// Only those of this state; empty for all.
    pub status: String,
    /// The address of the next page of them.
    pub next_href: Option<String>,
    /// What was done: `saved`, `tried`, `resent`.
    pub done: Option<&'static str>,
}

impl SettingsContent for WebhookSettings {
    const PAGE: &'static str = "pages/settings/webhook.html";
    const TAB: SettingsTab = SettingsTab::Webhooks;
}

/// Something that it was told, or is to be.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryLine {
    pub id: String,
    /// Its name; of a trial `webhook.test`.
    pub event: String,
    /// `waiting`, `delivered`, `failed`.
    pub status: &'static str,
    pub attempts: u32,
    /// When the next attempt is, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub duration_ms: Option<u32>,
    pub answer_status: Option<u16>,
    /// The beginning of the answer; may be empty.
    pub answer: String,
    /// Why it was no success; may be empty.
    pub error: String,
    /// What it is told, as indented JSON.
    pub data: String,
    /// Where a form sends it again.
    pub resend_href: String,
}
