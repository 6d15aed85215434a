//! `share_views`: who has been counted as a visitor of a link.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::ShareId;

use crate::Result;

/// Counts a visitor of a link, unless that visitor is remembered.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, id: ShareId, visitor: &[u8; 16], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "WITH new AS (
            INSERT INTO share_views (link_id, visitor, viewed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING link_id
        ), of_image AS (
            UPDATE shared_images SET view_count = view_count + 1 WHERE id IN (SELECT link_id FROM new)
        )
        UPDATE shared_projects SET view_count = view_count + 1 WHERE id IN (SELECT link_id FROM new)",
        id.0,
        visitor.as_slice(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets up to `limit` visits before `before`; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM share_views WHERE (link_id, visitor) IN (
            SELECT link_id, visitor FROM share_views WHERE viewed_at < $1 ORDER BY viewed_at LIMIT $2
        )",
        before,
        limit
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
