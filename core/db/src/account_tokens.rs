//! `account_tokens`: the last link of each purpose that a user was mailed. Only hashes are stored.
//!
//! What a newcomer gets wrong: a used link is a row that is gone. Used, replaced, expired and invented all look the same.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::UserId;
use uuid::Uuid;

use crate::Result;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Its reader reads mail at the account's address.
    VerifyEmail,
    /// Its reader may choose a new password.
    ResetPassword,
    /// Its reader reads mail at the address that the account is to get.
    ChangeEmail,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::ResetPassword => "reset-password",
            Self::ChangeEmail => "change-email",
        }
    }
}

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// Whose.
    pub user_id: UserId,
    /// What for.
    pub purpose: Purpose,
    /// SHA-256 of what is mailed.
    pub token_hash: [u8; 32],
    /// The address it is mailed to.
    pub email: &'a str,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// The pause between two mails of one purpose: it doubles with each, up to a limit, and is forgotten with time.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    /// After the first mail, in seconds.
    pub first_s: i32,
    /// The longest, in seconds.
    pub longest_s: i32,
}

/// A link that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whose.
    pub user_id: UserId,
    /// The address it was mailed to.
    pub email: String,
}

struct Row {
    user_id: Uuid,
    email: String,
}

impl From<Row> for Token {
    fn from(row: Row) -> Self {
        Self {
            user_id: UserId(row.user_id),
            email: row.email,
        }
    }
}

/// Stores a link in place of the last one of its purpose, unless that one was mailed too short a while ago.
/// Gives when another may be mailed instead, if so.
///
/// # Errors
/// Those of every statement.
pub async fn replace(
    conn: &mut PgConnection,
    token: &NewToken<'_>,
    pause: Pause,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    // The condition is read under the row's lock, so of two requests at once one waits for the other and is too early.
    let done = sqlx::query!(
        "INSERT INTO account_tokens AS t (user_id, purpose, token, email, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id, purpose) DO UPDATE
         SET token = excluded.token,
             email = excluded.email,
             sends = CASE WHEN t.created_at < $5 - make_interval(secs => 2 * $8::float8) THEN 1 ELSE LEAST(t.sends + 1, 20) END,
             created_at = excluded.created_at,
             expires_at = excluded.expires_at
         WHERE t.created_at + make_interval(secs => LEAST($7::float8 * 2::float8 ^ (t.sends - 1), $8::float8)) <= $5",
        token.user_id.0,
        token.purpose.as_str(),
        &token.token_hash[..],
        token.email,
        now,
        token.expires_at,
        f64::from(pause.first_s),
        f64::from(pause.longest_s),
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(None);
    }
    let next_at = sqlx::query_scalar!(
        r#"SELECT created_at + make_interval(secs => LEAST($3::float8 * 2::float8 ^ (sends - 1), $4::float8)) AS "next_at!"
         FROM account_tokens
         WHERE user_id = $1 AND purpose = $2"#,
        token.user_id.0,
        token.purpose.as_str(),
        f64::from(pause.first_s),
        f64::from(pause.longest_s),
    )
    .fetch_optional(conn)
    .await?;
    Ok(Some(next_at.unwrap_or(now)))
}

/// The link with this hash while it works; it stays.
///
/// # Errors
/// Those of every statement.
pub async fn find(
    conn: &mut PgConnection,
    purpose: Purpose,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Token>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT user_id, email FROM account_tokens WHERE token = $1 AND purpose = $2 AND expires_at > $3",
        &token_hash[..],
        purpose.as_str(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Token::from))
}

/// Uses the link with this hash up; none when it does not work. Of two who use it at once one gets it.
///
/// # Errors
/// Those of every statement.
pub async fn take(
    conn: &mut PgConnection,
    purpose: Purpose,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Token>> {
    let row = sqlx::query_as!(
        Row,
        "DELETE FROM account_tokens WHERE token = $1 AND purpose = $2 AND expires_at > $3 RETURNING user_id, email",
        &token_hash[..],
        purpose.as_str(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Token::from))
}

/// The address that a user's link of this purpose was mailed to, while it works.
///
/// # Errors
/// Those of every statement.
pub async fn find_email(
    conn: &mut PgConnection,
    user_id: UserId,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    let email = sqlx::query_scalar!(
        "SELECT email FROM account_tokens WHERE user_id = $1 AND purpose = $2 AND expires_at > $3",
        user_id.0,
        purpose.as_str(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(email)
}

/// Makes every link of a user useless: the address or the password has changed.
///
/// # Errors
/// Those of every statement.
pub async fn delete_all(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    sqlx::query!("DELETE FROM account_tokens WHERE user_id = $1", user_id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes up to `limit` links that stopped working before `before`; gives how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_expired(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM account_tokens WHERE (user_id, purpose) IN (
            SELECT user_id, purpose FROM account_tokens WHERE expires_at <= $1 LIMIT $2
        ) AND expires_at <= $1",
        before,
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
