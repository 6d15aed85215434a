//! `login_steps`: log-ins whose password was right and whose code is missing. Only the hash of a step's token is stored.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;

use crate::Result;

/// Stores a half log-in.
///
/// # Errors
/// [`crate::Error::Constraint`] when the token exists already.
pub async fn insert(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    user_id: UserId,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO login_steps (token, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        &token_hash[..],
        user_id.0,
        now,
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose half log-in this is, unless it is over by `now` or the account is switched off.
///
/// # Errors
/// Those of every statement.
pub async fn find(conn: &mut PgConnection, token_hash: &[u8; 32], now: DateTime<Utc>) -> Result<Option<UserId>> {
    let id = sqlx::query_scalar!(
        "SELECT s.user_id
         FROM login_steps s
         JOIN users u ON u.id = s.user_id
         WHERE s.token = $1 AND s.expires_at > $2 AND u.is_active",
        &token_hash[..],
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(UserId))
}

/// Uses a half log-in up; `false` when it is gone. Of two who use it at once one gets it.
///
/// # Errors
/// Those of every statement.
pub async fn take(conn: &mut PgConnection, token_hash: &[u8; 32]) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM login_steps WHERE token = $1", &token_hash[..])
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the user's half log-ins: the password or the second factor has changed.
///
/// # Errors
/// Those of every statement.
pub async fn delete_all_of(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!("DELETE FROM login_steps WHERE user_id = $1", user_id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes up to `limit` half log-ins that are over; gives how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM login_steps WHERE token = ANY (ARRAY(
            SELECT token FROM login_steps WHERE expires_at <= $1 LIMIT $2
        ))",
        now,
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
