//! Making a key.

use chrono::{DateTime, Utc};
use serde_json::json;
use studio_db::api_keys::{self, ApiKey};
use studio_model::{ApiKeyId, AuditAction, KeyScope};

use super::{KeySecret, KeyView};
use crate::accounts::{Role, User};
use crate::audit::Entry;
use crate::texts::Complaints;
use crate::{App, Error, Result};

/// Keys that one user may have, expired ones included.
pub const MAX_KEYS: i64 = 50;

/// What a key is to be, unchecked.
#[derive(Clone, Debug, Default)]
pub struct NewKey {
    /// 1 to 200 characters.
    pub name: String,
    /// What it may do: at least one.
    pub scopes: Vec<KeyScope>,
    /// It is not taken from then on; none means that it lasts until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key that was just made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The key.
    pub key: KeyView,
    /// What its owner has to keep. Exists only here and there.
    pub secret: KeySecret,
}

/// Makes a key for a user.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, [`Error::Conflict`] when the user has [`MAX_KEYS`] keys.
pub async fn create(app: &App, user: &User, request: NewKey) -> Result<Made> {
    let now = app.clock.now();
    let (secret, key) = (KeySecret::generate()?, check(app, user, &request, now)?);
    let key = ApiKey {
        hint: secret.hint(),
        ..key
    };
    let mut tx = app.db.begin().await?;
    if api_keys::lock_and_count(&mut tx, user.id).await? >= MAX_KEYS {
        let message = format!("you have {MAX_KEYS} API keys, which is the most; revoke one first");
        return Err(Error::Conflict(message));
    }
    api_keys::insert(&mut tx, &key, &secret.hash()).await?;
    let details = json!({ "id": key.id, "scopes": key.scopes, "expires_at": key.expires_at });
    let entry = Entry::of_account(user, AuditAction::KeyCreated, &key.name).with(details);
    entry.write(app, &mut tx).await?;
    // As it is kept, so that this answer and later ones agree.
    let stored = api_keys::find_for_user(&mut tx, user.id, key.id).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, key.id = %key.id, "an API key was made");
    Ok(Made {
        key: KeyView::new(stored.unwrap_or(key), now),
        secret,
    })
}

fn check(app: &App, user: &User, request: &NewKey, now: DateTime<Utc>) -> Result<ApiKey> {
    let mut complaints = Complaints::default();
    let name = complaints.name("name", &request.name);
    let is_wanted = |scope: &KeyScope| request.scopes.contains(scope);
    let scopes: Vec<KeyScope> = KeyScope::ALL.iter().copied().filter(is_wanted).collect();
    if scopes.is_empty() {
        complaints.add("scopes", "choose at least one thing that the key may do");
    }
    if is_wanted(&KeyScope::Admin) && user.role != Role::Admin {
        complaints.add("scopes", "only an administrator's key may have the scope admin");
    }
    // A microsecond is what the database keeps.
    if request
        .expires_at
        .is_some_and(|at| at.timestamp_micros() <= now.timestamp_micros())
    {
        complaints.add("expires_at", "use a time in the future, or none");
    }
    complaints.finish()?;
    Ok(ApiKey {
        id: ApiKeyId(app.clock.new_id()),
        user_id: user.id,
        name,
        hint: String::new(),
        scopes,
        created_at: now,
        expires_at: request.expires_at,
        last_used_at: None,
        last_used_ip: None,
    })
}
