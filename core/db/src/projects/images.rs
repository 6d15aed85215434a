//! Which pictures are in a project.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ImageId, ProjectId, UserId};
use uuid::Uuid;

use crate::Result;

/// Puts those of these pictures that are the user's and not there yet into a project, wherever they were before; gives which.
/// None in the trash is touched. The project must be the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn add(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ProjectId,
    images: &[ImageId],
    now: DateTime<Utc>,
) -> Result<Vec<ImageId>> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    let moved = sqlx::query_scalar!(
        "UPDATE images SET project_id = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id IN (
                -- In one order for everybody, so that two who move the same pictures do not wait for each other.
                SELECT id FROM images WHERE id = ANY($1) AND user_id = $2 AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE
            )
            AND project_id IS DISTINCT FROM $3
        RETURNING id",
        &ids,
        user_id.0,
        id.0,
        now
    );
    Ok(moved.fetch_all(conn).await?.into_iter().map(ImageId).collect())
}

/// Takes those of these pictures that are in a project out of it; gives which.
///
/// # Errors
/// When the database cannot be asked.
pub async fn remove(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ProjectId,
    images: &[ImageId],
    now: DateTime<Utc>,
) -> Result<Vec<ImageId>> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    let removed = sqlx::query_scalar!(
        "UPDATE images SET project_id = NULL, updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id IN (
                SELECT id FROM images
                WHERE id = ANY($1) AND user_id = $2 AND project_id = $3 AND deleted_at IS NULL
                ORDER BY id FOR NO KEY UPDATE
            )
        RETURNING id",
        &ids,
        user_id.0,
        id.0,
        now
    );
    Ok(removed.fetch_all(conn).await?.into_iter().map(ImageId).collect())
}
