//! What pages say around a list: how many there are, and what comes before and after.

use sqlx::PgConnection;
use studio_model::{Cursor, ImageId, JobStatus, UserId};
use uuid::Uuid;

use crate::generation::impossible;
use crate::{Error, Result};

/// The pictures on either side of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The next newer one.
    pub newer: Option<ImageId>,
    /// The next older one.
    pub older: Option<ImageId>,
}

/// How many pictures a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_images(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM images WHERE user_id = $1 AND deleted_at IS NULL"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// The pictures next to the place `at` of a user's list.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_neighbours(conn: &mut PgConnection, user_id: UserId, at: Cursor) -> Result<Neighbours> {
    let row = sqlx::query!(
        r#"SELECT
            (SELECT id FROM images
             WHERE user_id = $1 AND deleted_at IS NULL AND (created_at, id) > ($2, $3)
             ORDER BY created_at, id
             LIMIT 1) AS newer,
            (SELECT id FROM images
             WHERE user_id = $1 AND deleted_at IS NULL AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC
             LIMIT 1) AS older"#,
        user_id.0,
        at.at,
        at.id,
    )
    .fetch_one(conn)
    .await?;
    Ok(Neighbours {
        newer: row.newer.map(ImageId),
        older: row.older.map(ImageId),
    })
}

/// How many jobs a user has in each status; a status without jobs is left out.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown status.
pub async fn count_jobs(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT status, count(*) AS "count!" FROM generation_queue WHERE user_id = $1 GROUP BY status"#,
        user_id.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let status = JobStatus::parse(&row.status).ok_or_else(|| impossible("status", Uuid::nil()));
            Ok::<_, Error>((status?, row.count))
        })
        .collect()
}
