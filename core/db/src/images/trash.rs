//! The trash: pictures on their way out, and the end of their rows.
//!
//! What a newcomer gets wrong: several rows may share one stored object, and a job or a recipe may still be about to start from
//! a picture in the trash. Rows that something waits for are not deleted, and whoever deletes rows asks [`list_unused`] afterwards,
//! in a later transaction, which objects are nobody's any more.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, ImageId, PageLimit, UserId};
use uuid::Uuid;

use super::{Image, ImageRow};
use crate::Result;

/// A row that was deleted for good, with what names its objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// The picture.
    pub id: ImageId,
    /// With `output_index` the name of its objects.
    pub object_id: Uuid,
    /// See `object_id`.
    pub output_index: i32,
    /// Format of the original.
    pub format: String,
}

pub(crate) struct PurgedRow {
    pub(crate) id: Uuid,
    pub(crate) object_id: Uuid,
    pub(crate) output_index: i32,
    pub(crate) format: String,
}

impl From<PurgedRow> for Purged {
    fn from(row: PurgedRow) -> Self {
        Self {
            id: ImageId(row.id),
            object_id: row.object_id,
            output_index: row.output_index,
            format: row.format,
        }
    }
}

/// Moves a picture to the trash; `false` when the user has no such picture. One that is there already stays as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn put(conn: &mut PgConnection, user_id: UserId, id: ImageId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE images
        SET deleted_at = COALESCE(deleted_at, $3),
            updated_at = CASE WHEN deleted_at IS NOT NULL THEN updated_at
                ELSE GREATEST($3, updated_at + interval '1 microsecond') END
        WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Takes a picture out of the trash; `false` when the user has no such picture. One that is not there stays as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn restore(conn: &mut PgConnection, user_id: UserId, id: ImageId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE images
        SET deleted_at = NULL,
            updated_at = CASE WHEN deleted_at IS NULL THEN updated_at
                ELSE GREATEST($3, updated_at + interval '1 microsecond') END
        WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// A picture, for its owner, wherever it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_anywhere(conn: &mut PgConnection, user_id: UserId, id: ImageId) -> Result<Option<Image>> {
    let row = sqlx::query_as!(
        ImageRow,
        r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
            file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
            parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
            name, alt_text, notes, metadata, created_at, updated_at, deleted_at
        FROM images
        WHERE id = $1 AND user_id = $2"#,
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Image::from))
}

/// A page of a user's trash, what was thrown away last first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Image>> {
    let rows = sqlx::query_as!(
        ImageRow,
        r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
            file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
            parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
            name, alt_text, notes, metadata, created_at, updated_at, deleted_at
        FROM images
        WHERE user_id = $1 AND deleted_at IS NOT NULL
            -- Without a condition on a missing cursor, which would keep the index from finding the place.
            AND (deleted_at, id) < (COALESCE($2, 'infinity'::timestamptz), COALESCE($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
        ORDER BY deleted_at DESC, id DESC
        LIMIT $4"#,
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Image::from).collect())
}

/// How many pictures are in a user's trash.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM images WHERE user_id = $1 AND deleted_at IS NOT NULL"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Deletes at most `limit` rows of a user's trash, or the one with this id.
///
/// # Errors
/// When the database cannot be asked.
pub async fn purge(conn: &mut PgConnection, user_id: UserId, only: Option<ImageId>, limit: i64) -> Result<Vec<Purged>> {
    let rows = sqlx::query_as!(
        PurgedRow,
        "DELETE FROM images
        -- As an array, which the database looks up by the key; it would compare a list of unknown length with the whole table.
        WHERE id = ANY (ARRAY(
            SELECT image.id FROM images AS image
            WHERE image.user_id = $1 AND image.deleted_at IS NOT NULL AND ($2::uuid IS NULL OR image.id = $2)
                -- A job that is not done starts from it, or a step of a recipe is going to.
                AND NOT EXISTS (
                    SELECT 1 FROM generation_queue AS job, jsonb_array_elements(job.inputs) AS input
                    WHERE job.user_id = image.user_id AND job.status IN ('pending', 'processing')
                        AND input ->> 'object' = image.file_path
                )
                AND NOT EXISTS (
                    SELECT 1 FROM recipe_items AS item JOIN recipe_runs AS run ON run.id = item.run_id
                    WHERE item.source_image_id = image.id AND item.job_id IS NULL AND item.refusal IS NULL AND run.ended_at IS NULL
                )
            ORDER BY image.deleted_at, image.id
            LIMIT $3
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id, object_id, output_index, format",
        user_id.0,
        only.map(|id| id.0),
        limit
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Purged::from).collect())
}

/// Deletes at most `limit` rows of anybody's that were moved to the trash before a time, the longest there first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn purge_before(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<Vec<Purged>> {
    let rows = sqlx::query_as!(
        PurgedRow,
        "DELETE FROM images
        -- As an array, which the database looks up by the key; it would compare a list of unknown length with the whole table.
        WHERE id = ANY (ARRAY(
            SELECT image.id FROM images AS image
            WHERE image.deleted_at < $1
                -- A job that is not done starts from it, or a step of a recipe is going to.
                AND NOT EXISTS (
                    SELECT 1 FROM generation_queue AS job, jsonb_array_elements(job.inputs) AS input
                    WHERE job.user_id = image.user_id AND job.status IN ('pending', 'processing')
                        AND input ->> 'object' = image.file_path
                )
                AND NOT EXISTS (
                    SELECT 1 FROM recipe_items AS item JOIN recipe_runs AS run ON run.id = item.run_id
                    WHERE item.source_image_id = image.id AND item.job_id IS NULL AND item.refusal IS NULL AND run.ended_at IS NULL
                )
            ORDER BY image.deleted_at
            LIMIT $2
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id, object_id, output_index, format",
        before,
        limit
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Purged::from).collect())
}

/// The positions in `purged` of those whose objects no row names any more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_unused(conn: &mut PgConnection, purged: &[Purged]) -> Result<Vec<usize>> {
    let objects: Vec<Uuid> = purged.iter().map(|image| image.object_id).collect();
    let indexes: Vec<i32> = purged.iter().map(|image| image.output_index).collect();
    let found = sqlx::query_scalar!(
        r#"SELECT object.position AS "position!"
        FROM UNNEST($1::uuid[], $2::integer[]) WITH ORDINALITY AS object (object_id, output_index, position)
        WHERE NOT EXISTS (
            SELECT 1 FROM images WHERE images.object_id = object.object_id AND images.output_index = object.output_index
        )"#,
        &objects,
        &indexes
    );
    let positions = found.fetch_all(conn).await?.into_iter();
    Ok(positions
        .filter_map(|position| usize::try_from(position - 1).ok())
        .collect())
}
