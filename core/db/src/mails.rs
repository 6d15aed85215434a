//! `mails`: what is to be sent to people, and how that goes.
//!
//! What a newcomer gets wrong: taking a mail moves it out of reach for as long as an attempt may last. A worker that dies leaves it
//! there, and another takes it when that time is over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, Language, PageLimit, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewMail<'a> {
    /// Key.
    pub id: Uuid,
    /// Whose account it is about; none when that is gone, and the row goes with the sending.
    pub user_id: Option<UserId>,
    /// An address without control characters, 3 to 254 characters.
    pub recipient: &'a str,
    /// In which it is written.
    pub language: Language,
    /// A stable name of what it says.
    pub kind: &'a str,
    /// What its template is filled with, sealed; at most 20,000 bytes.
    pub content: &'a [u8],
    /// After this time it is not sent.
    pub expires_at: DateTime<Utc>,
}

/// A mail that is to be sent now.
#[derive(Clone, Debug)]
pub struct DueMail {
    /// Key.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// In which it is written.
    pub language: Language,
    /// Sealed.
    pub content: Vec<u8>,
    /// Attempts so far, this one included.
    pub attempts: u32,
}

/// A mail as it stands.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Key.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// In which it is written.
    pub language: Language,
    /// Sealed; none once it is sent or given up.
    pub content: Option<Vec<u8>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Stores a mail that is to be sent at once.
///
/// # Errors
/// Those of every statement.
pub async fn insert(conn: &mut PgConnection, mail: &NewMail<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO mails (id, user_id, recipient, language, kind, content, next_attempt_at, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)",
        mail.id,
        mail.user_id.map(|id| id.0),
        mail.recipient,
        mail.language.as_str(),
        mail.kind,
        mail.content,
        now,
        mail.expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes up to `limit` mails that are due, oldest first. Nobody else takes them before `again_at`.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown language.
pub async fn claim_due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    again_at: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DueMail>> {
    let rows = sqlx::query!(
        r#"UPDATE mails
         SET attempts = attempts + 1, next_attempt_at = $2
         WHERE id = ANY (ARRAY(
             SELECT id FROM mails
             WHERE status = 'waiting' AND next_attempt_at <= $1 AND expires_at > $1
             ORDER BY next_attempt_at
             LIMIT $3
             FOR UPDATE SKIP LOCKED
         ))
         RETURNING id, recipient, language, content AS "content!", attempts"#,
        now,
        again_at,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DueMail {
                id: row.id,
                recipient: row.recipient,
                language: language(&row.language, row.id)?,
                content: row.content,
                attempts: u32::from(row.attempts.unsigned_abs()),
            })
        })
        .collect()
}

/// Notes that a mail was sent, and forgets what it said; of one about an account that is gone, everything.
///
/// # Errors
/// Those of every statement.
pub async fn mark_sent(conn: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    if delete_of_nobody(conn, id).await? {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE mails SET status = 'sent', sent_at = $2, content = NULL, error = NULL WHERE id = $1 AND status = 'waiting'",
        id,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn delete_of_nobody(conn: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM mails WHERE id = $1 AND user_id IS NULL", id);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Notes why an attempt failed: the next is at `retry_at`, or there is none and what it said is forgotten; of one about an account
/// that is gone, everything.
///
/// # Errors
/// Those of every statement.
pub async fn mark_failed(
    conn: &mut PgConnection,
    id: Uuid,
    error: &str,
    retry_at: Option<DateTime<Utc>>,
) -> Result<()> {
    if retry_at.is_none() && delete_of_nobody(conn, id).await? {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE mails
         SET error = $2,
             next_attempt_at = COALESCE($3, next_attempt_at),
             status = CASE WHEN $3::timestamptz IS NULL THEN 'failed' ELSE status END,
             content = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE content END
         WHERE id = $1 AND status = 'waiting'",
        id,
        error,
        retry_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All mails, newest first.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown language.
pub async fn list(conn: &mut PgConnection, after: Option<Cursor>, limit: PageLimit) -> Result<Vec<Mail>> {
    let (at, id) = after.map(|cursor| (cursor.at, cursor.id)).unzip();
    let rows = sqlx::query!(
        "SELECT id, recipient, language, content, created_at
         FROM mails
         WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
        at,
        id,
        i64::from(limit.rows()),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Mail {
                id: row.id,
                recipient: row.recipient,
                language: language(&row.language, row.id)?,
                content: row.content,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Removes up to `limit` mails that were written before `before`, or are about an account that is gone and are no longer sent; gives
/// how many.
///
/// # Errors
/// Those of every statement.
pub async fn delete_older_than(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM mails WHERE id = ANY (ARRAY(
            SELECT id FROM mails WHERE created_at < $1 OR (user_id IS NULL AND expires_at <= $2) ORDER BY created_at LIMIT $3
        ))",
        before,
        now,
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

fn language(text: &str, id: Uuid) -> Result<Language> {
    Language::parse(text).ok_or_else(|| Error::ImpossibleRow {
        table: "mails",
        column: "language",
        id: id.to_string(),
    })
}
