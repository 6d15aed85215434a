//! What still works for an account that is leaving. Listing does not lock: whoever ends one of these locks it, and finds it changed
//! perhaps.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, JobId, RecipeRunId, UserId};

use crate::Result;

/// Holds all schedules of a user back, as if the account were switched off; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn pause_schedules(conn: &mut PgConnection, id: UserId, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE schedules
        SET is_paused = true, pause_reason = 'owner_inactive', updated_at = GREATEST($2, updated_at + interval '1 microsecond')
        WHERE user_id = $1 AND NOT is_paused",
        id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// Open batches that nobody has asked to cancel.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_batches(conn: &mut PgConnection, id: UserId, most: i64) -> Result<Vec<BatchId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM batches WHERE user_id = $1 AND ended_at IS NULL AND cancel_requested_at IS NULL LIMIT $2",
        id.0,
        most
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(BatchId).collect())
}

/// Open runs of recipes that nobody has asked to cancel.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_runs(conn: &mut PgConnection, id: UserId, most: i64) -> Result<Vec<RecipeRunId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM recipe_runs WHERE user_id = $1 AND ended_at IS NULL AND cancel_requested_at IS NULL LIMIT $2",
        id.0,
        most
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RecipeRunId).collect())
}

/// Open jobs that nobody has asked to cancel; those of a batch that is being cancelled end with it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_jobs(conn: &mut PgConnection, id: UserId, most: i64) -> Result<Vec<JobId>> {
    let ids = sqlx::query_scalar!(
        "SELECT job.id FROM generation_queue AS job
        WHERE job.user_id = $1 AND job.status IN ('pending', 'processing') AND job.cancel_requested_at IS NULL
            AND NOT EXISTS (
                SELECT FROM batches AS batch
                WHERE batch.id = job.batch_id AND batch.ended_at IS NULL AND batch.cancel_requested_at IS NOT NULL
            )
        LIMIT $2",
        id.0,
        most
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(JobId).collect())
}

/// Whether a job has not ended, or a batch may still make some.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_open(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    let is_open = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM generation_queue WHERE user_id = $1 AND status IN ('pending', 'processing'))
            OR EXISTS (SELECT FROM batches WHERE user_id = $1 AND ended_at IS NULL AND cancel_requested_at IS NULL) AS "is_open!""#,
        id.0
    );
    Ok(is_open.fetch_one(conn).await?)
}
