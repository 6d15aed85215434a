//! Changes of many pictures at once. Each gives what changed and what it was before, which [`super::undo`] keeps.
//!
//! What a newcomer gets wrong: rows are locked in the order of their ids before anything is changed, so that two changes of the same
//! pictures wait for one another instead of for ever.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use studio_model::{ImageId, ProjectId, UserId, search_query};
use uuid::Uuid;

use super::filter::{ImageFilter, filtered};
use crate::Result;

/// Where a picture was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The picture.
    pub id: Uuid,
    /// Its project before.
    pub project_id: Option<Uuid>,
}

/// Which tags a picture got and lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tagged {
    /// The picture.
    pub id: Uuid,
    /// Tags that it had not.
    pub added: Vec<String>,
    /// Tags that it had.
    pub removed: Vec<String>,
}

/// Those of these pictures that are the user's, in the trash or not, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_ids(conn: &mut PgConnection, user_id: UserId, ids: &[ImageId]) -> Result<Vec<ImageId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        "SELECT id FROM images WHERE id = ANY($1) AND user_id = $2 ORDER BY id FOR NO KEY UPDATE",
        &ids,
        user_id.0
    );
    Ok(found.fetch_all(conn).await?.into_iter().map(ImageId).collect())
}

/// At most `limit` of a user's pictures that pass a filter, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_filtered(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &ImageFilter,
    limit: i64,
) -> Result<Vec<ImageId>> {
    let found = filtered!(
        query_scalar(), user_id, filter;
        "SELECT id",
        [" AND ($14::text IS NULL OR search @@ to_tsquery('pg_catalog.simple', $14))
        ORDER BY id
        LIMIT $15
        FOR NO KEY UPDATE"],
        search_query(&filter.words),
        limit
    );
    Ok(found.fetch_all(conn).await?.into_iter().map(ImageId).collect())
}

fn uuids(ids: &[ImageId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.0).collect()
}

/// Moves pictures to the trash; gives those that were not there.
///
/// # Errors
/// When the database cannot be asked.
pub async fn trash(conn: &mut PgConnection, ids: &[ImageId], now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let moved = sqlx::query_scalar!(
        "UPDATE images SET deleted_at = $2, updated_at = GREATEST($2, updated_at + interval '1 microsecond')
        WHERE id = ANY($1) AND deleted_at IS NULL
        RETURNING id",
        &uuids(ids),
        now
    );
    Ok(moved.fetch_all(conn).await?)
}

/// Moves pictures to a project, or out of all; gives those that were elsewhere. Those in the trash stay.
///
/// # Errors
/// A constraint error when the project does not exist.
pub async fn move_to(
    conn: &mut PgConnection,
    ids: &[ImageId],
    project_id: Option<ProjectId>,
    now: DateTime<Utc>,
) -> Result<Vec<Moved>> {
    let moved = sqlx::query!(
        "UPDATE images SET project_id = $2, updated_at = GREATEST($3, images.updated_at + interval '1 microsecond')
        FROM (SELECT id, project_id FROM images WHERE id = ANY($1)) AS before
        WHERE images.id = before.id AND images.deleted_at IS NULL AND images.project_id IS DISTINCT FROM $2
        RETURNING images.id, before.project_id",
        &uuids(ids),
        project_id.map(|id| id.0),
        now
    );
    let rows = moved.fetch_all(conn).await?.into_iter();
    Ok(rows
        .map(|row| Moved {
            id: row.id,
            project_id: row.project_id,
        })
        .collect())
}

/// Gives pictures tags and takes others away; gives those that changed. Those in the trash stay.
///
/// # Errors
/// The constraint `images_tags_count` when a picture would have more than 30.
pub async fn tag(
    conn: &mut PgConnection,
    ids: &[ImageId],
    add: &[String],
    remove: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<Tagged>> {
    let changed = sqlx::query!(
        r#"UPDATE images
        SET tags = after.tags, updated_at = GREATEST($4, images.updated_at + interval '1 microsecond')
        FROM (
            SELECT id, tags AS before,
                ARRAY(SELECT tag FROM unnest(tags) WITH ORDINALITY AS had (tag, place) WHERE NOT tag = ANY($3) ORDER BY place)
                    || ARRAY(SELECT tag FROM unnest($2::text[]) WITH ORDINALITY AS got (tag, place) WHERE NOT tag = ANY(tags) ORDER BY place)
                AS tags
            FROM images WHERE id = ANY($1) AND deleted_at IS NULL
        ) AS after
        WHERE images.id = after.id AND images.tags <> after.tags
        RETURNING images.id, after.before AS "before!""#,
        &uuids(ids),
        add,
        remove,
        now
    );
    let rows = changed.fetch_all(conn).await?.into_iter();
    Ok(rows
        .map(|row| Tagged {
            id: row.id,
            added: add.iter().filter(|tag| !row.before.contains(tag)).cloned().collect(),
            removed: remove.iter().filter(|tag| row.before.contains(tag)).cloned().collect(),
        })
        .collect())
}

/// Marks pictures, or takes the mark away; gives those that changed. Those in the trash stay.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_favorite(
    conn: &mut PgConnection,
    ids: &[ImageId],
    is_favorite: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let changed = sqlx::query_scalar!(
        "UPDATE images SET is_favorite = $2, updated_at = GREATEST($3, updated_at + interval '1 microsecond')
        WHERE id = ANY($1) AND deleted_at IS NULL AND is_favorite <> $2
        RETURNING id",
        &uuids(ids),
        is_favorite,
        now
    );
    Ok(changed.fetch_all(conn).await?)
}
