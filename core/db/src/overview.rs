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

/// Counted up to this: a page shows no difference beyond, and counting a million rows would keep it waiting.
const COUNTED: i64 = 10_000;

/// How many jobs a user has in each status, at most 10,000 each.
///
/// # Errors
/// [`Error::ImpossibleRow`] for an unknown status.
pub async fn count_jobs(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(JobStatus, i64)>> {
    let statuses: Vec<String> = JobStatus::ALL.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        r#"SELECT known.status AS "status!", counted.jobs AS "count!"
        FROM unnest($2::text[]) AS known (status) CROSS JOIN LATERAL (
            SELECT count(*) AS jobs FROM (
                SELECT 1 AS one FROM generation_queue AS job
                WHERE job.user_id = $1 AND job.status = known.status
                LIMIT $3
            ) AS bounded
        ) AS counted"#,
        user_id.0,
        &statuses,
        COUNTED
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
