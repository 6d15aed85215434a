//! Pauses that an administrator orders: everything, a model, somebody's queue.

use serde_json::json;
use studio_db::queue::{self, Pause, Scope};
use studio_model::AuditAction;
use uuid::Uuid;

use super::{TOLD, about};
use crate::accounts::{User, require_admin};
use crate::{App, Error, Result};

/// Longest reason in characters.
const MAX_REASON_CHARS: usize = 500;

/// Holds the waiting jobs of the scope back. Takes effect with the next admission, within half a second on every node.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::Invalid`] for an unknown model or user or a reason that
/// is too long, [`Error::Conflict`] when the scope is paused already.
pub async fn insert_pause(app: &App, user: &User, scope: Scope, reason: &str) -> Result<Pause> {
    require_admin(user)?;
    let reason = reason.trim();
    if reason.chars().count() > MAX_REASON_CHARS {
        let message = format!("the reason must have at most {MAX_REASON_CHARS} characters");
        return Err(Error::invalid("reason", message));
    }
    let mut tx = app.db.begin().await?;
    check_scope(&mut tx, &scope).await?;
    let pause = Pause {
        id: app.clock.new_id(),
        scope,
        reason: reason.to_owned(),
        created_at: app.clock.now(),
    };
    if !queue::insert_pause(&mut tx, &pause, user.id).await? {
        return Err(Error::Conflict("it is paused already".to_owned()));
    }
    queue::tell_waiting(&mut tx, &pause.scope, TOLD).await?;
    let entry = about(user, AuditAction::Paused, &pause.scope).with(json!({ "reason": pause.reason }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(pause)
}

/// All pauses that administrators ordered, oldest first.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator.
pub async fn list_pauses(app: &App, user: &User) -> Result<Vec<Pause>> {
    require_admin(user)?;
    let pauses = queue::list_pauses(&mut *app.db.acquire().await?).await?;
    let is_ordered = |pause: &Pause| !matches!(pause.scope, Scope::Own(_));
    Ok(pauses.into_iter().filter(is_ordered).collect())
}

/// Ends a pause.
///
/// # Errors
/// [`Error::Forbidden`] unless the user is an administrator, [`Error::NotFound`] when there is no such pause.
pub async fn delete_pause(app: &App, user: &User, id: Uuid) -> Result<()> {
    require_admin(user)?;
    let mut tx = app.db.begin().await?;
    let scope = queue::delete_pause(&mut tx, id).await?.ok_or(Error::NotFound)?;
    about(user, AuditAction::Resumed, &scope).write(app, &mut tx).await?;
    queue::tell_waiting(&mut tx, &Scope::Everything, TOLD).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

/// The model or user that a scope names must exist.
pub(super) async fn check_scope(conn: &mut studio_db::PgConnection, scope: &Scope) -> Result<()> {
    match scope {
        Scope::Everything => Ok(()),
        Scope::Model(id) => match studio_db::models::exists(conn, id).await? {
            true => Ok(()),
            false => Err(Error::invalid("model_id", "there is no such model")),
        },
        Scope::User(id) | Scope::Own(id) => match studio_db::users::find(conn, *id).await? {
            Some(_) => Ok(()),
            None => Err(Error::invalid("user_id", "there is no such user")),
        },
    }
}
