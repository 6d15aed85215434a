//! Accounts on their way out: asked for, kept after all, and the end.
//!
//! What a newcomer gets wrong: `users.deletion_due_at` alone makes an account leave. From then on `users.is_open` is false, and
//! nothing of it is shown to others or worked on. Its rows are there until [`begin`], after which nothing brings it back.

mod contents;
pub mod rows;
pub mod work;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Language, UserId};
use uuid::Uuid;

pub use contents::{Contents, count_contents};

use crate::Result;

/// A wish for the end of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// When its owner asked for it.
    pub requested_at: DateTime<Utc>,
    /// Until then its owner may keep it.
    pub due_at: DateTime<Utc>,
}

/// An account that is being removed, and where its owner hears that it is done.
#[derive(Clone, Debug)]
pub struct Leaver {
    /// Whose.
    pub user_id: UserId,
    /// Lower case.
    pub email: String,
    /// As the person wants to be called.
    pub name: String,
    /// The language that the person chose, if any.
    pub language: Option<Language>,
}

/// Notes the wish; `false` when it was noted before.
///
/// # Errors
/// When the database cannot be asked.
pub async fn request(conn: &mut PgConnection, id: UserId, wish: Deletion) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET deletion_requested_at = $2, deletion_due_at = $3 WHERE id = $1 AND deletion_due_at IS NULL",
        id.0,
        wish.requested_at,
        wish.due_at
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Takes the wish back; `false` when there is none, or it is being carried out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn take_back(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET deletion_requested_at = NULL, deletion_due_at = NULL
        WHERE id = $1 AND deletion_due_at IS NOT NULL AND deletion_began_at IS NULL",
        id.0
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// The wish, if there is one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<Deletion>> {
    let row = sqlx::query!(
        r#"SELECT deletion_requested_at AS "requested_at!", deletion_due_at AS "due_at!"
        FROM users WHERE id = $1 AND deletion_due_at IS NOT NULL"#,
        id.0
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Deletion {
        requested_at: row.requested_at,
        due_at: row.due_at,
    }))
}

/// Up to `limit` accounts that are leaving, in the order of their ids, after one of them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(conn: &mut PgConnection, after: Option<UserId>, limit: i64) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM users WHERE deletion_due_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
        after.map_or(Uuid::nil(), |id| id.0),
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(UserId).collect())
}

/// Locks an account and begins its end if it is due, or goes on with it; none when it is not due, was kept, or is gone.
///
/// # Errors
/// When the database cannot be asked.
pub async fn begin(conn: &mut PgConnection, id: UserId, now: DateTime<Utc>) -> Result<Option<Leaver>> {
    let row = sqlx::query!(
        r#"WITH leaver AS (
            UPDATE users SET deletion_began_at = COALESCE(deletion_began_at, $2)
            WHERE id = $1 AND deletion_due_at <= $2
            RETURNING id, email, name
        )
        SELECT leaver.email AS "email!", leaver.name AS "name!", chosen.language AS "language?"
        FROM leaver LEFT JOIN user_settings AS chosen ON chosen.user_id = leaver.id"#,
        id.0,
        now
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Leaver {
        user_id: id,
        email: row.email,
        name: row.name,
        language: row.language.as_deref().and_then(Language::parse),
    }))
}

/// Removes an account whose end has begun, and what is left of it in small tables; `false` when it is gone.
///
/// # Errors
/// A constraint error (`ledger_transactions_user`, `ledger_entries_user`) while movements of money still name it.
pub async fn delete(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM users WHERE id = $1 AND deletion_began_at IS NOT NULL",
        id.0
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
