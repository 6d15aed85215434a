//! Where a user is signed in.

use serde_json::json;
use studio_db::sessions::{self, SessionRow};
use studio_model::{AuditAction, Cursor, PageLimit, SessionId, UserId};

use super::{IDLE_LIFETIME, User};
use crate::audit::Entry;
use crate::{App, Error, Page, Result};

/// The user's browsers that are signed in, the newest log-in first.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn list_sessions(
    app: &App,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<SessionRow>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let items = sessions::list(&mut conn, user_id, (now, now - IDLE_LIFETIME), after, limit).await?;
    Ok(Page::new(items, limit, |row| Cursor {
        at: row.created_at,
        id: row.id.0,
    }))
}

/// Logs one of the user's browsers out.
///
/// # Errors
/// [`Error::NotFound`] when the user has no such session.
pub async fn revoke_session(app: &App, user: &User, id: SessionId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !sessions::delete(&mut tx, user.id, id).await? {
        return Err(Error::NotFound);
    }
    let entry = Entry::of_account(user, AuditAction::SessionsRevoked, "");
    entry.write(app, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// Logs all browsers of the user out but this one; gives how many there were.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn revoke_other_sessions(app: &App, user: &User, keep: SessionId) -> Result<u64> {
    let mut tx = app.db.begin().await?;
    let revoked = sessions::delete_all_of(&mut tx, user.id, Some(keep)).await?;
    let entry = Entry::of_account(user, AuditAction::SessionsRevoked, "").with(json!({ "sessions": revoked }));
    entry.write(app, &mut tx).await?;
    tx.commit().await?;
    Ok(revoked)
}
