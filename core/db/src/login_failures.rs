//! Failed log-ins, counted for each subject across all processes.
//!
//! What a newcomer gets wrong: an attempt is counted before the password is looked at and taken back when it was right.
//! So a thousand guesses sent at once are counted one by one instead of all passing an early check.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Result;

/// The result of [`count`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Attempts so far, this one included unless `locked_until` is set.
    pub failures: u32,
    /// A lock that is still on.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Locks the subject's row and counts one more attempt. Failures older than `forget_before` start over.
/// Gives the count and the end of a lock that is still on, in which case nothing was counted.
///
/// # Errors
/// Those of every statement.
pub async fn count(
    conn: &mut PgConnection,
    subject: &str,
    now: DateTime<Utc>,
    forget_before: DateTime<Utc>,
) -> Result<Counted> {
    let row = sqlx::query!(
        "INSERT INTO login_failures AS f (subject, failures, last_at)
         VALUES ($1, 1, $2)
         ON CONFLICT (subject) DO UPDATE
         SET failures = CASE WHEN f.locked_until > $2 THEN f.failures
                             WHEN f.last_at < $3 THEN 1
                             ELSE f.failures + 1 END,
             last_at = CASE WHEN f.locked_until > $2 THEN f.last_at ELSE $2 END
         RETURNING failures, locked_until",
        subject,
        now,
        forget_before,
    )
    .fetch_one(conn)
    .await?;
    Ok(Counted {
        failures: u32::try_from(row.failures).unwrap_or(0),
        locked_until: row.locked_until.filter(|until| *until > now),
    })
}

/// Makes a counted subject wait.
///
/// # Errors
/// Those of every statement.
pub async fn update_lock(conn: &mut PgConnection, subject: &str, until: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE login_failures SET locked_until = $2 WHERE subject = $1",
        subject,
        until,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets a subject.
///
/// # Errors
/// Those of every statement.
pub async fn delete(conn: &mut PgConnection, subject: &str) -> Result<()> {
    sqlx::query!("DELETE FROM login_failures WHERE subject = $1", subject)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes one counted attempt back, with the lock that it may have set.
///
/// # Errors
/// Those of every statement.
pub async fn take_back(conn: &mut PgConnection, subject: &str) -> Result<()> {
    // Locked before it is judged: another log-in of the subject may take its own back at this moment.
    let failures = sqlx::query_scalar!(
        "SELECT failures FROM login_failures WHERE subject = $1 FOR UPDATE",
        subject
    )
    .fetch_optional(&mut *conn)
    .await?;
    match failures {
        None => return Ok(()),
        Some(..=1) => return delete(conn, subject).await,
        Some(_) => {}
    }
    sqlx::query!(
        "UPDATE login_failures SET failures = failures - 1, locked_until = NULL WHERE subject = $1",
        subject,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets up to `limit` subjects that last failed before `forget_before` and are not locked at `now`; gives how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_forgotten(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    forget_before: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    // The outer condition is read again under the row's lock: somebody may fail at this moment.
    let done = sqlx::query!(
        "DELETE FROM login_failures
        WHERE last_at < $2 AND (locked_until IS NULL OR locked_until <= $1) AND subject = ANY (ARRAY(
            SELECT subject FROM login_failures
            WHERE last_at < $2 AND (locked_until IS NULL OR locked_until <= $1)
            ORDER BY last_at LIMIT $3
        ))",
        now,
        forget_before,
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
