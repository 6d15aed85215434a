//! Who a request with a key comes from.

use std::net::IpAddr;

use chrono::TimeDelta;
use studio_db::{api_keys, users};
use studio_model::{ApiKeyId, KeyScope};

use super::KeySecret;
use crate::accounts::User;
use crate::{App, Result};

/// The last use is written this often at the most, so that reading with a key seldom writes.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(5);

/// A key at work.
#[derive(Clone, Debug)]
pub struct KeyUse {
    /// Which key.
    pub id: ApiKeyId,
    /// In whose name.
    pub user: User,
    /// What it may do.
    pub scopes: Vec<KeyScope>,
}

/// The key with this secret, unless it was revoked, is over, or its owner's account is switched off.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn find_use(app: &App, secret: &KeySecret, ip: Option<IpAddr>) -> Result<Option<KeyUse>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let Some(key) = api_keys::find_active(&mut conn, &secret.hash(), now).await? else {
        return Ok(None);
    };
    let is_fresh = key.last_used_at.is_some_and(|at| now - at < TOUCH_INTERVAL);
    if !is_fresh {
        api_keys::update_last_used(&mut conn, key.id, ip, now).await?;
    }
    let user = users::find(&mut conn, key.user_id).await?;
    Ok(user.map(|user| KeyUse {
        id: key.id,
        user,
        scopes: key.scopes,
    }))
}

/// Whether a key that was taken before would still be taken.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn is_active(app: &App, id: ApiKeyId) -> Result<bool> {
    Ok(api_keys::is_active(&mut *app.db.acquire().await?, id, app.clock.now()).await?)
}
