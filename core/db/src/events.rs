//! The log of changes that live pages follow.
//!
//! Writers add a row in the transaction of the change. Readers follow `(xid, id)` and stop below the oldest transaction that still
//! runs: ids are drawn before commit, so reading by id alone would skip a slow transaction's rows for ever.

use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use studio_model::{JobId, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A job, by its id.
    Job,
    /// A picture, by its id.
    Image,
    /// A balance, by the user's id.
    Balance,
    /// A batch, by its id.
    Batch,
    /// A notification, by its id, or that some were read, by the user's id.
    Notification,
}

impl EventKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Image => "image",
            Self::Balance => "balance",
            Self::Batch => "batch",
            Self::Notification => "notification",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Job, Self::Image, Self::Balance, Self::Batch, Self::Notification]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct EventCursor {
    /// Transaction of the event.
    pub xid: i64,
    /// Its number.
    pub id: i64,
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where it stands in the log.
    pub cursor: EventCursor,
    /// Who may see it.
    pub user_id: UserId,
    /// What changed.
    pub kind: EventKind,
    /// Its id.
    pub subject_id: Uuid,
}

/// Adds a change to the log.
///
/// # Errors
/// When the user does not exist or the database cannot be asked.
pub async fn insert(conn: &mut PgConnection, user_id: UserId, kind: EventKind, subject_id: Uuid) -> Result<()> {
    sqlx::query!(
        "INSERT INTO events (user_id, kind, subject_id) VALUES ($1, $2, $3)",
        user_id.0,
        kind.as_str(),
        subject_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds several changes of a user to the log, in this order.
///
/// # Errors
/// When the user does not exist or the database cannot be asked.
pub async fn insert_many(conn: &mut PgConnection, user_id: UserId, news: &[(EventKind, Uuid)]) -> Result<()> {
    let (kinds, subjects): (Vec<String>, Vec<Uuid>) = news
        .iter()
        .map(|(kind, subject)| (kind.as_str().to_owned(), *subject))
        .unzip();
    sqlx::query!(
        "INSERT INTO events (user_id, kind, subject_id)
        SELECT $1, kind, subject_id FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS news (kind, subject_id, place)
        ORDER BY place",
        user_id.0,
        &kinds,
        &subjects
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds that a job changed, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_for_job(conn: &mut PgConnection, id: JobId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO events (user_id, kind, subject_id) SELECT user_id, $2, id FROM generation_queue WHERE id = $1",
        id.0,
        EventKind::Job.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The end of the log as readers may follow it now, or as it was `look_back` ago.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_end(conn: &mut PgConnection, look_back: Duration) -> Result<EventCursor> {
    let row = sqlx::query!(
        r#"SELECT xid::text::bigint AS "xid!", id FROM events
        WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) AND created_at <= now() - make_interval(secs => $1)
        ORDER BY events.xid DESC, id DESC LIMIT 1"#,
        look_back.as_secs_f64()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row
        .map(|row| EventCursor {
            xid: row.xid,
            id: row.id,
        })
        .unwrap_or_default())
}

/// Whether the log still holds the event at `cursor`, so that following from there misses nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists(conn: &mut PgConnection, cursor: EventCursor) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM events WHERE id = $1 AND xid = $2::text::xid8) AS "found!""#,
        cursor.id,
        cursor.xid.to_string()
    );
    Ok(found.fetch_one(conn).await?)
}

/// Up to `limit` changes after `cursor`, of one user or of all.
///
/// # Errors
/// When the database cannot be asked, or a row has a kind this version does not know.
pub async fn list_after(
    conn: &mut PgConnection,
    cursor: EventCursor,
    user_id: Option<UserId>,
    limit: i64,
) -> Result<Vec<Event>> {
    let rows = sqlx::query!(
        r#"
        SELECT xid::text::bigint AS "xid!", id, user_id, kind, subject_id
        FROM events
        WHERE (xid, id) > ($1::text::xid8, $2)
            AND xid < pg_snapshot_xmin(pg_current_snapshot())
            AND ($3::uuid IS NULL OR user_id = $3)
        ORDER BY events.xid, id
        LIMIT $4
        "#,
        cursor.xid.to_string(),
        cursor.id,
        user_id.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = EventKind::parse(&row.kind);
            Ok(Event {
                cursor: EventCursor {
                    xid: row.xid,
                    id: row.id,
                },
                user_id: UserId(row.user_id),
                kind: kind.ok_or_else(|| Error::ImpossibleRow {
                    table: "events",
                    column: "kind",
                    id: row.id.to_string(),
                })?,
                subject_id: row.subject_id,
            })
        })
        .collect()
}

/// Forgets up to `limit` changes older than `hours`, the oldest first; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, hours: i32, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM events WHERE id = ANY (ARRAY(
            SELECT id FROM events WHERE created_at < now() - make_interval(hours => $1) ORDER BY created_at LIMIT $2
        ))",
        hours,
        limit
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Sends an empty notification, on a connection of its own and without waiting for the disk: announcing is no promise.
///
/// # Errors
/// When the database cannot be asked.
pub async fn notify(pool: &PgPool, channel: &str) -> Result<()> {
    let sent = sqlx::query_scalar!(
        r#"SELECT 1 AS "sent!" FROM set_config('synchronous_commit', 'off', true), pg_notify($1, '')"#,
        channel
    );
    sent.fetch_one(pool).await?;
    Ok(())
}
