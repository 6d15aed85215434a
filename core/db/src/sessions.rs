//! Signed-in browsers. Only the hash of a session's token is stored.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, MicroDollars, PageLimit, Preferences, SessionId, Shortcuts, UserId};

use crate::Result;
use crate::user_settings::{PreferenceTexts, read_shortcuts};
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
    /// The log-in was proven by a code as well.
    pub has_code: bool,
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
    /// What the user chose.
    pub preferences: Preferences,
    /// What is different about the keys of pages.
    pub shortcuts: Shortcuts,
}

/// A signed-in browser as its user sees it.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Key.
    pub id: SessionId,
    /// Where the log-in came from.
    pub ip_address: Option<String>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// When it logged in.
    pub created_at: DateTime<Utc>,
    /// Last use, exact to the interval in which callers write it.
    pub last_seen_at: DateTime<Utc>,
    /// Absolute end.
    pub expires_at: DateTime<Utc>,
    /// The log-in was proven by a code as well.
    pub has_code: bool,
}

/// Stores a session that begins now.
///
/// # Errors
/// [`crate::Error::Constraint`] when the token exists already.
pub async fn insert(conn: &mut PgConnection, session: &NewSession<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sessions (id, user_id, token, expires_at, last_seen_at, created_at, ip_address, user_agent, has_code)
         VALUES ($1, $2, $3, $4, $5, $5, $6::text::inet, $7, $8)",
        session.id.0,
        session.user_id.0,
        &session.token_hash[..],
        session.expires_at,
        now,
        session.ip_address.map(|address| address.to_string()),
        session.user_agent,
        session.has_code,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The session with this token, unless it ended by `now`, was last used at or before `idle_since`, or its account is switched off.
/// What the session of an account that is leaving may do is the caller's matter.
///
/// # Errors
/// [`crate::Error::ImpossibleRow`] for an unknown role, or a word of the settings that no version of the studio writes.
pub async fn find_active(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<ActiveSession>> {
    let row = sqlx::query!(
        "SELECT s.id, s.last_seen_at, s.expires_at,
                u.id AS user_id, u.email, u.name, u.role, u.email_verified, u.balance_microdollars, u.avatar_url,
                u.created_at, u.updated_at, u.deletion_due_at,
                p.language AS \"language?\", p.time_zone AS \"time_zone?\", p.theme AS \"theme?\",
                p.gallery_view_mode AS \"gallery_view?\", p.shortcuts AS \"shortcuts?\"
         FROM sessions s
         JOIN users u ON u.id = s.user_id
         LEFT JOIN user_settings p ON p.user_id = u.id
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
        let texts = PreferenceTexts {
            language: row.language,
            time_zone: row.time_zone,
            theme: row.theme,
            gallery_view: row.gallery_view,
        };
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
                avatar_url: row.avatar_url,
                created_at: row.created_at,
                updated_at: row.updated_at,
                deletes_at: row.deletion_due_at,
            },
            preferences: texts.parse(row.user_id)?,
            shortcuts: read_shortcuts(row.shortcuts, row.user_id)?,
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

/// A user's sessions that sign somebody in, see [`find_active`]; the newest log-in first.
///
/// # Errors
/// Those of every statement.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    (now, idle_since): (DateTime<Utc>, DateTime<Utc>),
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<SessionRow>> {
    let (at, id) = after.map(|cursor| (cursor.at, cursor.id)).unzip();
    let rows = sqlx::query!(
        "SELECT id, host(ip_address) AS ip_address, user_agent, created_at, last_seen_at, expires_at, has_code
         FROM sessions
         WHERE user_id = $1
           AND expires_at > $2
           AND last_seen_at > $3
           AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
         ORDER BY created_at DESC, id DESC
         LIMIT $6",
        user_id.0,
        now,
        idle_since,
        at,
        id,
        i64::from(limit.rows()),
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| SessionRow {
        id: SessionId(row.id),
        ip_address: row.ip_address,
        user_agent: row.user_agent,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
        has_code: row.has_code,
    });
    Ok(rows.collect())
}

/// Ends a session of the user; `false` when there is none.
///
/// # Errors
/// Those of every statement.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: SessionId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM sessions WHERE user_id = $1 AND id = $2", user_id.0, id.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of the user but `keep`; gives how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_all_of(conn: &mut PgConnection, user_id: UserId, keep: Option<SessionId>) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2",
        user_id.0,
        keep.map(|id| id.0),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
