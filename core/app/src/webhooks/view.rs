//! A webhook as its owner sees it.

use chrono::{DateTime, Utc};
use studio_db::webhooks::Webhook;
use studio_model::{WebhookEvent, WebhookId, WebhookTrouble};

/// A webhook, without its secret.
#[derive(Clone, Debug)]
pub struct WebhookView {
    /// Its id.
    pub id: WebhookId,
    /// Where it is.
    pub url: String,
    /// What its owner calls it; may be empty.
    pub description: String,
    /// What it is told, in the order of [`WebhookEvent::ALL`].
    pub events: Vec<WebhookEvent>,
    /// It is told anything at all.
    pub is_enabled: bool,
    /// Why the studio switched it off; none when its owner did.
    pub trouble: Option<WebhookTrouble>,
    /// The first failure since it last took something.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the secret before the present one signs too; none when it does not any more.
    pub previous_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of what it says from another.
    pub updated_at: DateTime<Utc>,
}

impl WebhookView {
    pub(super) fn new(hook: Webhook, now: DateTime<Utc>) -> Self {
        Self {
            id: hook.id,
            url: hook.content.url,
            description: hook.content.description,
            events: hook.content.events,
            is_enabled: hook.content.is_enabled,
            trouble: hook.trouble,
            failing_since: hook.failing_since,
            previous_until: hook.previous_until.filter(|until| *until > now),
            created_at: hook.created_at,
            updated_at: hook.updated_at,
        }
    }
}
