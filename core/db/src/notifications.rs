//! `notifications`: what users are told of in the studio, each occasion once, unless they do not want its kind.
//!
//! A notification is written in the transaction of its occasion, together with the event that live pages hear of it by.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{Cursor, NotificationId, NotificationKind, PageLimit, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// Something to tell.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// Its kind.
    pub kind: NotificationKind,
    /// What it is about.
    pub subject_id: Uuid,
    /// The name of that; cut to 300 characters.
    pub about: &'a str,
    /// What its sentence says besides; an object.
    pub details: Value,
    /// Names what happened: the same one is told once.
    pub occasion: &'a str,
}

/// Something that was told.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// Its kind.
    pub kind: NotificationKind,
    /// What it is about; may be gone.
    pub subject_id: Uuid,
    /// The name of that, as it was.
    pub about: String,
    /// What its sentence says besides.
    pub details: Value,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// Tells a user something, unless that was told or is not wanted.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(conn: &mut PgConnection, user_id: UserId, news: &News<'_>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "WITH new AS (
            INSERT INTO notifications (id, user_id, kind, subject_id, about, details, occasion, created_at)
            SELECT gen_random_uuid(), $1, $2, $3, left($4, 300), $5, $6, $7 WHERE wants_notification($1, $2)
            ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING
            RETURNING id, user_id
        )
        INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'notification', id FROM new",
        user_id.0,
        news.kind.as_str(),
        news.subject_id,
        news.about,
        news.details,
        news.occasion,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Tells owners of links that end between `now` and `until`; links that live shorter than two days are not worth it. Gives how many
/// were told of.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_expiring_shares(conn: &mut PgConnection, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<u64> {
    let told = sqlx::query!(
        "WITH new AS (
            INSERT INTO notifications (id, user_id, kind, subject_id, about, details, occasion, created_at)
            SELECT gen_random_uuid(), link.created_by, 'share_expiring', link.id,
                left(COALESCE(project.name, NULLIF(image.name, ''), image.prompt, ''), 300),
                jsonb_build_object('image_id', link.image_id, 'project_id', link.project_id), 'share-expiring:' || link.id, $1
            FROM share_links AS link
            LEFT JOIN images AS image ON image.id = link.image_id
            LEFT JOIN projects AS project ON project.id = link.project_id
            WHERE link.expires_at > $1 AND link.expires_at <= $2 AND link.expires_at - link.created_at >= interval '2 days'
                AND wants_notification(link.created_by, 'share_expiring')
            ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING
            RETURNING id, user_id
        )
        INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'notification', id FROM new",
        now,
        until
    );
    Ok(told.execute(conn).await?.rows_affected())
}

/// A page of what a user was told, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    unread_only: bool,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Notification>> {
    let rows = sqlx::query!(
        "SELECT id, kind, subject_id, about, details, created_at, read_at FROM notifications
        WHERE user_id = $1 AND (NOT $2::boolean OR read_at IS NULL)
            AND (created_at, id) < (COALESCE($3, 'infinity'::timestamptz), $4)
        ORDER BY created_at DESC, id DESC
        LIMIT $5",
        user_id.0,
        unread_only,
        after.map(|cursor| cursor.at),
        after.map_or(Uuid::max(), |cursor| cursor.id),
        i64::from(limit.rows())
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let kind = NotificationKind::parse(&row.kind);
        Ok(Notification {
            id: NotificationId(row.id),
            kind: kind.ok_or_else(|| Error::ImpossibleRow {
                table: "notifications",
                column: "kind",
                id: row.id.to_string(),
            })?,
            subject_id: row.subject_id,
            about: row.about,
            details: row.details,
            created_at: row.created_at,
            read_at: row.read_at,
        })
    });
    rows.collect()
}

/// How much of it a user has not read, counted up to `most`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_unread(conn: &mut PgConnection, user_id: UserId, most: i64) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
            SELECT 1 AS one FROM notifications WHERE user_id = $1 AND read_at IS NULL LIMIT $2
        ) AS unread"#,
        user_id.0,
        most
    );
    Ok(count.fetch_one(conn).await?)
}

/// Marks one as read; `false` when the user has no such notification. Twice is fine.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark_read(
    conn: &mut PgConnection,
    user_id: UserId,
    id: NotificationId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE notifications SET read_at = COALESCE(read_at, $3) WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Marks all as read; gives how many were not.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mark_all_read(conn: &mut PgConnection, user_id: UserId, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL",
        user_id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// The kinds that a user does not want.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_unwanted(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<NotificationKind>> {
    let kinds: Vec<String> = NotificationKind::ALL.iter().map(ToString::to_string).collect();
    let unwanted = sqlx::query_scalar!(
        r#"SELECT kind AS "kind!" FROM unnest($2::text[]) AS kind WHERE NOT wants_notification($1, kind)"#,
        user_id.0,
        &kinds
    );
    let unwanted = unwanted.fetch_all(conn).await?;
    Ok(unwanted
        .iter()
        .filter_map(|kind| NotificationKind::parse(kind))
        .collect())
}

/// Says of every kind whether a user wants it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn put_unwanted(
    conn: &mut PgConnection,
    user_id: UserId,
    unwanted: &[NotificationKind],
    now: DateTime<Utc>,
) -> Result<()> {
    let wishes: serde_json::Map<String, Value> = NotificationKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), Value::Bool(!unwanted.contains(kind))))
        .collect();
    sqlx::query!(
        "INSERT INTO user_settings AS stored (id, user_id, settings, created_at, updated_at)
        VALUES (gen_random_uuid(), $1, jsonb_build_object('notifications', $2::jsonb), $3, $3)
        ON CONFLICT ON CONSTRAINT user_settings_user_id_key DO UPDATE
            SET settings = stored.settings || EXCLUDED.settings, notifications_enabled = true, updated_at = EXCLUDED.updated_at",
        user_id.0,
        Value::Object(wishes),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets up to `limit` that were told before `before`; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM notifications WHERE id = ANY (ARRAY(
            SELECT id FROM notifications WHERE created_at < $1 ORDER BY created_at LIMIT $2
        ))",
        before,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
