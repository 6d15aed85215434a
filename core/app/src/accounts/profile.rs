//! What people say about themselves.

use chrono::{DateTime, Utc};
use studio_db::users;
use studio_model::UserId;

use super::{User, find_user, name};
use crate::{App, Error, Result};

/// Changes the name of an account that its owner last saw at `seen_at`.
///
/// # Errors
/// [`Error::Invalid`] about `name`; [`Error::Outdated`] when the account was changed since.
pub async fn update_profile(app: &App, user_id: UserId, seen_at: DateTime<Utc>, new_name: &str) -> Result<User> {
    let new_name = new_name.trim();
    if let Some(complaint) = name::check(new_name) {
        return Err(Error::Invalid(vec![complaint]));
    }
    let mut conn = app.db.acquire().await?;
    if !users::update_name(&mut conn, user_id, seen_at, new_name, app.clock.now()).await? {
        return Err(Error::Outdated);
    }
    drop(conn);
    find_user(app, user_id).await
}
