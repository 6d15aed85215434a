//! Looking at the log.

use studio_db::audit::{self, AuditEntry, AuditFilter};
use studio_model::{Cursor, PageLimit, UserId};

use crate::accounts::{User, require_admin};
use crate::{App, Page, Result};

/// Whose entries are wanted, for administrators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuditQuery {
    /// All.
    #[default]
    All,
    /// Those about an account.
    About(UserId),
    /// Those of what somebody did.
    By(UserId),
}

/// A page of the log, newest first.
///
/// # Errors
/// [`crate::Error::Forbidden`] unless the user is an administrator.
pub async fn list(
    app: &App,
    user: &User,
    query: AuditQuery,
    filter: &AuditFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<AuditEntry>> {
    require_admin(user)?;
    let mut conn = app.db.acquire().await?;
    let found = match query {
        AuditQuery::All => audit::list(&mut conn, filter, after, limit).await?,
        AuditQuery::About(id) => audit::list_about(&mut conn, id, filter, after, limit).await?,
        AuditQuery::By(id) => audit::list_by(&mut conn, id, filter, after, limit).await?,
    };
    Ok(page(found, limit))
}

/// A page of what happened to the user's own account, newest first. Where somebody else acted from is not told.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database is away.
pub async fn list_own(
    app: &App,
    user: &User,
    filter: &AuditFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<AuditEntry>> {
    let found = audit::list_about(&mut *app.db.acquire().await?, user.id, filter, after, limit).await?;
    let found = found.into_iter().map(|entry| match entry.actor_id {
        Some(actor) if actor != user.id => AuditEntry {
            actor_id: None,
            actor: String::new(),
            key_id: None,
            ip_address: None,
            user_agent: None,
            request_id: None,
            ..entry
        },
        _ => entry,
    });
    Ok(page(found.collect(), limit))
}

fn page(entries: Vec<AuditEntry>, limit: PageLimit) -> Page<AuditEntry> {
    Page::new(entries, limit, |entry: &AuditEntry| Cursor {
        at: entry.at,
        id: entry.id,
    })
}
