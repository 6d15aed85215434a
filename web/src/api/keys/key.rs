//! A key on the wire.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use studio_app::keys::KeyView;
use studio_model::KeyScope;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that a key may be allowed. None of them includes another.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ScopeBody {
    /// See everything that you see.
    Read,
    /// Ask for pictures, which costs credits, and steer the jobs.
    Generate,
    /// Change and remove pictures, projects, collections, prompts and webhooks.
    Manage,
    /// Whatever an administrator may; only for administrators.
    Admin,
}

impl From<ScopeBody> for KeyScope {
    fn from(scope: ScopeBody) -> Self {
        match scope {
            ScopeBody::Read => Self::Read,
            ScopeBody::Generate => Self::Generate,
            ScopeBody::Manage => Self::Manage,
            ScopeBody::Admin => Self::Admin,
        }
    }
}

impl From<KeyScope> for ScopeBody {
    fn from(scope: KeyScope) -> Self {
        match scope {
            KeyScope::Read => Self::Read,
            KeyScope::Generate => Self::Generate,
            KeyScope::Manage => Self::Manage,
            KeyScope::Admin => Self::Admin,
        }
    }
}

/// A key, without what proves that one has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyBody {
    id: Uuid,
    #[schema(example = "The printer's script")]
    name: String,
    /// How the key begins.
    #[schema(example = "aistudio_1f9c02")]
    hint: String,
    scopes: Vec<ScopeBody>,
    created_at: DateTime<Utc>,
    /// It is not taken from then on; `null` when it lasts until it is revoked.
    expires_at: Option<DateTime<Utc>>,
    /// That time has come.
    is_expired: bool,
    /// Last use, exact to five minutes.
    last_used_at: Option<DateTime<Utc>>,
    /// The network address that it came from.
    #[schema(value_type = Option<String>, example = "192.0.2.7")]
    last_used_ip: Option<IpAddr>,
}

/// A key.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyEnvelope {
    key: KeyBody,
}

impl From<KeyView> for KeyBody {
    fn from(key: KeyView) -> Self {
        Self {
            id: key.id.0,
            name: key.name,
            hint: key.hint,
            scopes: key.scopes.into_iter().map(ScopeBody::from).collect(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            is_expired: key.is_expired,
            last_used_at: key.last_used_at,
            last_used_ip: key.last_used_ip,
        }
    }
}

impl From<KeyView> for KeyEnvelope {
    fn from(key: KeyView) -> Self {
        Self { key: key.into() }
    }
}
