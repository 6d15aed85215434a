//! Signed-in browsers. Only the hash of a session's token is stored.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{MicroDollars, SessionId, UserId};

use crate::Result;
use crate::users::{Role, User};

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Key.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// SHA-256 of the cookie.
    pub token_hash: [u8; 32],
    /// Absolute end.
    pub expires_at: DateTime<Utc>,
    /// Where the log-in came from.
    pub ip_address: Option<IpAddr>,
    /// What the browser calls itself.
    pub user_agent: Option<&'a str>,
}

/// A session together with its user, read in one go because every request needs both.
#[derive(Clone, Debug)]
pub struct ActiveSession {
    /// Key.
    pub id: SessionId,
    /// Last use, exact to the interval in which callers write it.
    pub last_seen_at: DateTime<Utc>,
    /// Absolute end.
    pub expires_at: DateTime<Utc>,
    /// Who is signed in.
    pub user: User,
}

/// Stores a session that begins now.
///
/// # Errors
/// [`crate::Error::Constraint`] when the token exists already.
pub async fn insert(conn: &mut PgConnection, session: &NewSession<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sessions (id, user_id, token, expires_at, last_seen_at, created_at, ip_address, user_agent)
         VALUES ($1, $2, $3, $4, $5, $5, $6::text::inet, $7)",
        session.id.0,
        session.user_id.0,
        &session.token_hash[..],
        session.expires_at,
        now,
        session.ip_address.map(|address| address.to_string()),
        session.user_agent,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The session with this token, unless it ended by `now`, was last used at or before `idle_since`, or its account is switched off.
///
/// # Errors
/// [`crate::Error::ImpossibleRow`] for an unknown role.
pub async fn find_active(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<ActiveSession>> {
    let row = sqlx::query!(
        "SELECT s.id, s.last_seen_at, s.expires_at,
                u.id AS user_id, u.email, u.name, u.role, u.email_verified, u.balance_microdollars, u.created_at
         FROM sessions s
         JOIN users u ON u.id = s.user_id
         WHERE s.token = $1
           AND s.expires_at > $2
           AND s.last_seen_at > $3
           AND u.is_active",
        &token_hash[..],
        now,
        idle_since,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(ActiveSession {
            id: SessionId(row.id),
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            user: User {
                id: UserId(row.user_id),
                role: Role::parse(&row.role, row.user_id)?,
                email: row.email,
                name: row.name,
                email_verified: row.email_verified,
                balance: MicroDollars(row.balance_microdollars),
                created_at: row.created_at,
            },
        })
    })
    .transpose()
}

/// Notes a use. A session that ended meanwhile is left alone.
///
/// # Errors
/// Those of every statement.
pub async fn update_last_seen(conn: &mut PgConnection, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE sessions SET last_seen_at = $2 WHERE id = $1", id.0, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the session with this token, if there is one.
///
/// # Errors
/// Those of every statement.
pub async fn delete_by_token(conn: &mut PgConnection, token_hash: &[u8; 32]) -> Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE token = $1", &token_hash[..])
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a user's sessions that no longer sign anybody in; see [`find_active`].
///
/// # Errors
/// Those of every statement.
pub async fn delete_ended(
    conn: &mut PgConnection,
    user_id: UserId,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND (expires_at <= $2 OR last_seen_at <= $3)",
        user_id.0,
        now,
        idle_since,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes up to `limit` sessions of any user that ended by `now` or were last used at or before `idle_since`; gives how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_all_ended(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE id = ANY (ARRAY(
            SELECT id FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2 LIMIT $3
        ))",
        now,
        idle_since,
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
