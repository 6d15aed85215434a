//! An entry on the wire.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use studio_app::audit::AuditEntry;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that was done and matters for security.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditEntryBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// What was done; further ones may be added.
    #[schema(example = "session.began")]
    action: String,
    /// Whose account it is about; `null` for the installation, and for log-ins with an unknown address.
    user_id: Option<Uuid>,
    /// Who did it; `null` for somebody who did not prove who they are, and in your own list for an administrator.
    actor_id: Option<Uuid>,
    /// The email address of whoever did it, as it was then, or the one that was tried.
    #[schema(example = "ada@example.org")]
    actor: String,
    /// The API key with which it was done.
    key_id: Option<Uuid>,
    /// What it was done to: a plugin, a model, the name of a key; may be empty.
    #[schema(example = "fal-flux")]
    subject: String,
    /// Particulars of the action.
    #[schema(value_type = Object)]
    details: Value,
    #[schema(example = "192.0.2.7")]
    ip_address: Option<String>,
    user_agent: Option<String>,
    /// Names the request in the studio's log.
    request_id: Option<String>,
}

impl From<AuditEntry> for AuditEntryBody {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            action: entry.action,
            user_id: entry.user_id.map(|id| id.0),
            actor_id: entry.actor_id.map(|id| id.0),
            actor: entry.actor,
            key_id: entry.key_id.map(|id| id.0),
            subject: entry.subject,
            details: entry.details,
            ip_address: entry.ip_address,
            user_agent: entry.user_agent,
            request_id: entry.request_id,
        }
    }
}
