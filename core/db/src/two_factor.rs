//! `two_factor` and `recovery_codes`: who is asked for a code when logging in. Secrets come sealed, codes as hashes.
//!
//! What a newcomer gets wrong: a row is not yet a second factor. It is one once it is confirmed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;

use crate::{Result, ensure_affected};

/// What codes are checked against.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Sealed for the row of the user.
    pub secret: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it is on.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The step of the last code that was taken.
    pub last_step: i64,
}

/// The user's, confirmed or not.
///
/// # Errors
/// Those of every statement.
pub async fn find(conn: &mut PgConnection, user_id: UserId) -> Result<Option<Factor>> {
    let factor = sqlx::query_as!(
        Factor,
        "SELECT secret, created_at, confirmed_at, last_step FROM two_factor WHERE user_id = $1",
        user_id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(factor)
}

/// The same, locked: of two requests with one code the second sees that it was taken.
///
/// # Errors
/// Those of every statement.
pub async fn lock(conn: &mut PgConnection, user_id: UserId) -> Result<Option<Factor>> {
    let factor = sqlx::query_as!(
        Factor,
        "SELECT secret, created_at, confirmed_at, last_step FROM two_factor WHERE user_id = $1 FOR UPDATE",
        user_id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(factor)
}

/// Stores a secret that is not confirmed yet, in place of another such; `false` when a second factor is on.
///
/// # Errors
/// Those of every statement.
pub async fn begin(conn: &mut PgConnection, user_id: UserId, secret: &[u8], now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO two_factor AS f (user_id, secret, created_at)
         VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE
         SET secret = excluded.secret, created_at = excluded.created_at, last_step = 0
         WHERE f.confirmed_at IS NULL",
        user_id.0,
        secret,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Switches it on.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it is on, or there is none.
pub async fn confirm(conn: &mut PgConnection, user_id: UserId, step: i64, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE two_factor SET confirmed_at = $3, last_step = $2 WHERE user_id = $1 AND confirmed_at IS NULL",
        user_id.0,
        step,
        now,
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Notes that the code of this step was taken.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when a code of it, or of one after it, was taken before.
pub async fn update_last_step(conn: &mut PgConnection, user_id: UserId, step: i64) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE two_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2",
        user_id.0,
        step,
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Switches it off, with its recovery codes.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when there is none.
pub async fn delete(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    let done = sqlx::query!("DELETE FROM two_factor WHERE user_id = $1", user_id.0)
        .execute(conn)
        .await?;
    ensure_affected(&done, 1)
}

/// Stores recovery codes in place of all others.
///
/// # Errors
/// Those of every statement.
pub async fn replace_recovery_codes(conn: &mut PgConnection, user_id: UserId, hashes: &[[u8; 32]]) -> Result<()> {
    sqlx::query!("DELETE FROM recovery_codes WHERE user_id = $1", user_id.0)
        .execute(&mut *conn)
        .await?;
    let hashes: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
    sqlx::query!(
        "INSERT INTO recovery_codes (user_id, code) SELECT $1, unnest($2::bytea[])",
        user_id.0,
        &hashes,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Uses a recovery code up; `false` when it is none, or was used.
///
/// # Errors
/// Those of every statement.
pub async fn take_recovery_code(
    conn: &mut PgConnection,
    user_id: UserId,
    hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code = $2 AND used_at IS NULL",
        user_id.0,
        &hash[..],
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Recovery codes that can still be used.
///
/// # Errors
/// Those of every statement.
pub async fn count_recovery_codes(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL"#,
        user_id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}
