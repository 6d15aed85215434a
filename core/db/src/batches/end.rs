//! The end of a batch: at its owner's wish, or because nothing is left to do.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, MicroDollars, WebhookEvent};

use crate::{Result, ensure_affected};

/// Marks a batch as to be cancelled and takes what it holds for rows that are no jobs yet; the caller releases that money.
/// None of its rows becomes a job from here on, none is released to a worker.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it has ended.
pub async fn request_cancel(conn: &mut PgConnection, id: BatchId, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE batches SET cancel_requested_at = COALESCE(cancel_requested_at, $2), held_microdollars = 0,
            stall_code = NULL, stall_message = NULL, stall_until = NULL, updated_at = $2
        WHERE id = $1 AND ended_at IS NULL",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Asks the workers that have jobs of the batch to cancel them, and tells the pages.
///
/// # Errors
/// When the database cannot be asked.
pub async fn request_cancel_begun(conn: &mut PgConnection, id: BatchId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "WITH asked AS (
            UPDATE generation_queue
            SET cancel_requested_at = $2, next_attempt_at = LEAST(next_attempt_at, $2), updated_at = $2
            WHERE id = ANY (ARRAY(
                SELECT id FROM generation_queue
                WHERE batch_id = $1 AND cancel_requested_at IS NULL
                    AND (status = 'processing' OR (status = 'pending' AND released_at IS NOT NULL))
                ORDER BY id
                FOR NO KEY UPDATE
            ))
            RETURNING user_id, id
        )
        INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'job', id FROM asked",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What [`cancel_waiting`] ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Jobs.
    pub jobs: i64,
    /// What they held together, by the time since when; the caller releases it.
    pub held: Vec<(DateTime<Utc>, MicroDollars)>,
}

/// Ends up to `most` waiting jobs of a batch, with their usage rows and what webhooks are told of them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn cancel_waiting(conn: &mut PgConnection, id: BatchId, most: i64, now: DateTime<Utc>) -> Result<Cancelled> {
    let rows = sqlx::query!(
        r#"WITH picked AS (
            SELECT id, held_microdollars, COALESCE(held_at, created_at) AS held_at FROM generation_queue
            WHERE batch_id = $1 AND status = 'pending' AND released_at IS NULL
            LIMIT $2
            FOR UPDATE SKIP LOCKED
        ), ended AS (
            UPDATE generation_queue AS job
            SET status = 'cancelled', held_microdollars = 0, cancel_requested_at = COALESCE(cancel_requested_at, $3),
                completed_at = $3, updated_at = $3
            FROM picked WHERE job.id = picked.id
            RETURNING job.id, job.user_id, job.round, job.operation, job.model_id, job.project_id,
                picked.held_microdollars AS held, picked.held_at
        ), logged AS (
            INSERT INTO usage_logs (id, user_id, job_id, round, action, model_id, used_microdollars, success, error_message)
            SELECT gen_random_uuid(), user_id, id, round, operation, model_id, 0, false, 'cancelled' FROM ended
        ), told AS (
            INSERT INTO outgoing_deliveries (id, webhook_id, event, occasion, data, next_attempt_at, created_at)
            SELECT gen_random_uuid(), hook.id, $4, concat('job:', ended.id, ':', ended.round),
                jsonb_build_object(
                    'job_id', ended.id, 'round', ended.round, 'operation', ended.operation, 'model_id', ended.model_id,
                    'project_id', ended.project_id, 'batch_id', $1::uuid, 'image_ids', '[]'::jsonb, 'cost_credits', 0,
                    'generation_seconds', NULL, 'error', 'cancelled'
                ),
                $3, $3
            FROM ended JOIN webhooks AS hook
                ON hook.user_id = ended.user_id AND hook.is_enabled AND $4 = ANY(hook.events)
            FOR KEY SHARE OF hook
        )
        SELECT count(*) AS "jobs!", held_at AS "held_at!", sum(held)::bigint AS "held!" FROM ended GROUP BY held_at"#,
        id.0,
        most,
        now,
        WebhookEvent::JobCancelled.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(Cancelled {
        jobs: rows.iter().map(|row| row.jobs).sum(),
        held: rows.iter().map(|row| (row.held_at, MicroDollars(row.held))).collect(),
    })
}

/// Whether [`end_if_done`] would end it. To be asked before the batch is locked, since most of the time it would not.
///
/// # Errors
/// When the database cannot be asked.
pub async fn is_done(conn: &mut PgConnection, id: BatchId) -> Result<bool> {
    let is_done = sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM batches
            WHERE id = $1 AND ended_at IS NULL AND (next_row = row_count OR is_closed OR cancel_requested_at IS NOT NULL)
                AND NOT EXISTS (
                    SELECT FROM generation_queue WHERE batch_id = $1 AND status IN ('pending', 'processing')
                )
                AND NOT EXISTS (SELECT FROM recipe_runs WHERE batch_id = $1 AND ended_at IS NULL)
        ) AS "is_done!""#,
        id.0
    );
    Ok(is_done.fetch_one(conn).await?)
}

/// Lets a batch go on that has ended: jobs of it were started again. Rows that were no jobs when it was cancelled never
/// become one. `false` when it has not ended.
///
/// # Errors
/// When the database cannot be asked.
pub async fn reopen(conn: &mut PgConnection, id: BatchId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE batches
        SET ended_at = NULL, cancel_requested_at = NULL, is_closed = is_closed OR next_row < row_count, updated_at = $2
        WHERE id = $1 AND ended_at IS NOT NULL",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a batch all of whose jobs have ended, and the steps that follow on them; `false` when one has not, or rows are left
/// that are no jobs yet. The batch is to be locked by an earlier statement: a job started again at this very moment would not be seen.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end_if_done(conn: &mut PgConnection, id: BatchId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE batches SET ended_at = $2, stall_code = NULL, stall_message = NULL, stall_until = NULL, is_paused = false, updated_at = $2
        WHERE id = $1 AND ended_at IS NULL AND (next_row = row_count OR is_closed OR cancel_requested_at IS NOT NULL)
            AND NOT EXISTS (
                SELECT FROM generation_queue WHERE batch_id = $1 AND status IN ('pending', 'processing')
            )
            AND NOT EXISTS (SELECT FROM recipe_runs WHERE batch_id = $1 AND ended_at IS NULL)",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
