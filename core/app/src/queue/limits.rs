//! How many jobs of a model or a user run at a time.

use serde_json::json;
use studio_db::queue::{self, Limit, Scope};
use studio_model::AuditAction;
use uuid::Uuid;

use super::about;
use super::pauses::check_scope;
use crate::accounts::{User, require_admin};
use crate::{App, Error, Result};

/// Sets the limit of a model or a user, replacing the one it has. Jobs that run already go on.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::Invalid`] for an unknown model or user, for a number
/// outside 1 to 1,000, or for no scope: all jobs together are limited by `JOB_SLOTS`.
pub async fn put_limit(app: &App, user: &User, scope: Scope, max_running: i64) -> Result<Limit> {
    require_admin(user)?;
    let in_range = u32::try_from(max_running)
        .ok()
        .filter(|number| (1..=1000).contains(number))
        .ok_or_else(|| Error::invalid("max_running", "max_running must be between 1 and 1000"))?;
    if !matches!(scope, Scope::Model(_) | Scope::User(_)) {
        return Err(Error::invalid("model_id", "name a model_id or a user_id"));
    }
    let mut tx = app.db.begin().await?;
    check_scope(&mut tx, &scope).await?;
    let limit = Limit {
        id: app.clock.new_id(),
        scope,
        max_running: in_range,
        created_at: app.clock.now(),
    };
    let stored = queue::put_limit(&mut tx, &limit, user.id).await?;
    let entry = about(user, AuditAction::LimitSet, &stored.scope).with(json!({ "max_running": stored.max_running }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(stored)
}

/// All limits, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator.
pub async fn list_limits(app: &App, user: &User) -> Result<Vec<Limit>> {
    require_admin(user)?;
    Ok(queue::list_limits(&mut *app.db.acquire().await?).await?)
}

/// Removes a limit.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::NotFound`] when there is no such limit.
pub async fn delete_limit(app: &App, user: &User, id: Uuid) -> Result<()> {
    require_admin(user)?;
    let mut tx = app.db.begin().await?;
    let scope = queue::delete_limit(&mut tx, id).await?.ok_or(Error::NotFound)?;
    about(user, AuditAction::LimitRemoved, &scope)
        .write(app, &mut tx)
        .await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}
