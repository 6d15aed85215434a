//! A key as its owner sees it.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use studio_db::api_keys::ApiKey;
use studio_model::{ApiKeyId, KeyScope};

/// A key without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    /// Its id.
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// How it begins.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<KeyScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// It is not taken from then on; none means that it lasts until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// That time has come.
    pub is_expired: bool,
    /// Last use, exact to five minutes.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where that came from.
    pub last_used_ip: Option<IpAddr>,
}

impl KeyView {
    pub(super) fn new(key: ApiKey, now: DateTime<Utc>) -> Self {
        Self {
            id: key.id,
            name: key.name,
            hint: key.hint,
            scopes: key.scopes,
            created_at: key.created_at,
            is_expired: key.expires_at.is_some_and(|at| at <= now),
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            last_used_ip: key.last_used_ip,
        }
    }
}
