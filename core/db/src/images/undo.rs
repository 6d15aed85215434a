//! `undo_steps`: what was done to many pictures, so that it can be taken back once, for a while.
//!
//! Taking back changes only what the step changed: a picture that got another tag meanwhile keeps it, one that is gone stays gone.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::UserId;
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// A step that can be taken back.
#[derive(Clone, Debug)]
pub struct Step {
    /// The token.
    pub id: Uuid,
    /// Whose.
    pub user_id: UserId,
    /// `trash`, `move`, `tag`, `favorite` or `collect`.
    pub kind: String,
    /// For each picture its id and what it was; 1 to 10,000.
    pub changes: Value,
    /// When it was done.
    pub created_at: DateTime<Utc>,
    /// Until when it can be taken back.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a step.
///
/// # Errors
/// A constraint error when there are no changes, or too many.
pub async fn insert(conn: &mut PgConnection, step: &Step) -> Result<()> {
    let done = sqlx::query!(
        "INSERT INTO undo_steps (id, user_id, kind, changes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        step.id,
        step.user_id.0,
        step.kind,
        step.changes,
        step.created_at,
        step.expires_at
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Takes a user's step out, so that nobody takes it back twice; `None` when there is none or its time is over.
///
/// # Errors
/// When the database cannot be asked.
pub async fn take(
    conn: &mut PgConnection,
    user_id: UserId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<(String, Value)>> {
    let row = sqlx::query!(
        "DELETE FROM undo_steps WHERE id = $1 AND user_id = $2 AND expires_at > $3 RETURNING kind, changes",
        id,
        user_id.0,
        now
    );
    Ok(row.fetch_optional(conn).await?.map(|row| (row.kind, row.changes)))
}

/// Whether a user's step can still be taken back.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists(conn: &mut PgConnection, user_id: UserId, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM undo_steps WHERE id = $1 AND user_id = $2 AND expires_at > $3) AS "found!""#,
        id,
        user_id.0,
        now
    );
    Ok(found.fetch_one(conn).await?)
}

/// Takes pictures out of the trash again; gives those that were there.
///
/// # Errors
/// When the database cannot be asked.
pub async fn untrash(
    conn: &mut PgConnection,
    user_id: UserId,
    changes: &Value,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let back = sqlx::query_scalar!(
        "UPDATE images SET deleted_at = NULL, updated_at = GREATEST($3, updated_at + interval '1 microsecond')
        FROM jsonb_to_recordset($2) AS change (id uuid)
        WHERE images.id = change.id AND images.user_id = $1 AND images.deleted_at IS NOT NULL
        RETURNING images.id",
        user_id.0,
        changes,
        now
    );
    Ok(back.fetch_all(conn).await?)
}

/// Moves pictures back to where they were; those whose project is gone belong to none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn move_back(
    conn: &mut PgConnection,
    user_id: UserId,
    changes: &Value,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let back = sqlx::query_scalar!(
        "UPDATE images SET project_id = old.project_id, updated_at = GREATEST($3, images.updated_at + interval '1 microsecond')
        FROM (
            SELECT change.id, projects.id AS project_id
            FROM jsonb_to_recordset($2) AS change (id uuid, project_id uuid)
                LEFT JOIN projects ON projects.id = change.project_id AND projects.user_id = $1
        ) AS old
        WHERE images.id = old.id AND images.user_id = $1
        RETURNING images.id",
        user_id.0,
        changes,
        now
    );
    Ok(back.fetch_all(conn).await?)
}

/// Takes tags away that pictures got, and gives back those that they lost. A picture that has 30 by now stays as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn untag(conn: &mut PgConnection, user_id: UserId, changes: &Value, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let back = sqlx::query_scalar!(
        "UPDATE images SET tags = after.tags, updated_at = GREATEST($3, images.updated_at + interval '1 microsecond')
        FROM (
            SELECT image.id,
                ARRAY(SELECT tag FROM unnest(image.tags) WITH ORDINALITY AS had (tag, place)
                    WHERE NOT tag = ANY(change.added) ORDER BY place)
                || ARRAY(SELECT tag FROM unnest(change.removed) WITH ORDINALITY AS lost (tag, place)
                    WHERE NOT tag = ANY(image.tags) ORDER BY place)
                AS tags
            FROM jsonb_to_recordset($2) AS change (id uuid, added text[], removed text[])
                JOIN images AS image ON image.id = change.id AND image.user_id = $1
        ) AS after
        WHERE images.id = after.id AND cardinality(after.tags) <= 30
        RETURNING images.id",
        user_id.0,
        changes,
        now
    );
    Ok(back.fetch_all(conn).await?)
}

/// Sets marks to what they were.
///
/// # Errors
/// When the database cannot be asked.
pub async fn remark(
    conn: &mut PgConnection,
    user_id: UserId,
    changes: &Value,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let back = sqlx::query_scalar!(
        "UPDATE images SET is_favorite = change.is_favorite, updated_at = GREATEST($3, updated_at + interval '1 microsecond')
        FROM jsonb_to_recordset($2) AS change (id uuid, is_favorite boolean)
        WHERE images.id = change.id AND images.user_id = $1
        RETURNING images.id",
        user_id.0,
        changes,
        now
    );
    Ok(back.fetch_all(conn).await?)
}

/// Forgets at most `limit` steps whose time was over before `now`; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM undo_steps WHERE id IN (SELECT id FROM undo_steps WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// Takes pictures off the collection of a user that they were put on; gives those that were still on it. The caller holds the
/// collection's lock.
///
/// # Errors
/// When the database cannot be asked.
pub async fn uncollect(conn: &mut PgConnection, user_id: UserId, changes: &Value) -> Result<Vec<Uuid>> {
    let back = sqlx::query_scalar!(
        "DELETE FROM collection_images AS place
        USING jsonb_to_recordset($2) AS change (id uuid, collection_id uuid)
            JOIN collections AS board ON board.id = change.collection_id AND board.user_id = $1
        WHERE place.collection_id = board.id AND place.image_id = change.id
        RETURNING place.image_id",
        user_id.0,
        changes
    );
    Ok(back.fetch_all(conn).await?)
}
