//! `user_avatars`: pictures of people.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;

use crate::Result;

/// Gives a user a picture, in place of the one before, at this address.
///
/// # Errors
/// Those of every statement.
pub async fn put(
    conn: &mut PgConnection,
    user_id: UserId,
    (sha256, webp): (&[u8; 32], &[u8]),
    url: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO user_avatars (user_id, sha256, webp, updated_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE
         SET sha256 = excluded.sha256, webp = excluded.webp, updated_at = excluded.updated_at",
        user_id.0,
        &sha256[..],
        webp,
        now,
    )
    .execute(&mut *conn)
    .await?;
    update_url(conn, user_id, Some(url), now).await
}

/// Takes a user's picture away, if there is one.
///
/// # Errors
/// Those of every statement.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("DELETE FROM user_avatars WHERE user_id = $1", user_id.0)
        .execute(&mut *conn)
        .await?;
    update_url(conn, user_id, None, now).await
}

async fn update_url(conn: &mut PgConnection, user_id: UserId, url: Option<&str>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE users SET avatar_url = $2, updated_at = $3 WHERE id = $1",
        user_id.0,
        url,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The picture with this digest, while it is the user's.
///
/// # Errors
/// Those of every statement.
pub async fn find(conn: &mut PgConnection, user_id: UserId, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>> {
    let webp = sqlx::query_scalar!(
        "SELECT webp FROM user_avatars WHERE user_id = $1 AND sha256 = $2",
        user_id.0,
        &sha256[..],
    )
    .fetch_optional(conn)
    .await?;
    Ok(webp)
}
