//! What the workers do with runs: find those that call, make them go on or wait, and end them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{ProjectId, RecipeRunId, UserId};

use crate::Result;

/// Key of the advisory lock under which one process at a time looks after runs ("sturc" in ASCII).
const KEEPER_LOCK: i64 = 0x73_7475_7263;

/// A run that calls for a worker.
#[derive(Clone, Debug)]
pub struct CallingRun {
    /// Its id.
    pub id: RecipeRunId,
    /// Whose it is.
    pub user_id: UserId,
    /// Where the pictures go; `None` is where each source is.
    pub project_id: Option<ProjectId>,
    /// Its steps.
    pub steps: Value,
    /// It is to be cancelled, or its batch is.
    pub is_cancelling: bool,
    /// It could not go on the last time.
    pub is_stalled: bool,
}

/// Open runs that are to be cancelled, or have pictures that may become jobs now; oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_calling(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<CallingRun>> {
    let rows = sqlx::query!(
        r#"SELECT run.id, run.user_id, run.project_id, run.steps, run.stall_code IS NOT NULL AS "is_stalled!",
            run.cancel_requested_at IS NOT NULL OR batch.cancel_requested_at IS NOT NULL AS "is_cancelling!"
        FROM recipe_runs AS run LEFT JOIN batches AS batch ON batch.id = run.batch_id AND batch.ended_at IS NULL
        WHERE run.ended_at IS NULL AND (
            run.cancel_requested_at IS NOT NULL OR batch.cancel_requested_at IS NOT NULL OR (
                NOT run.is_paused AND NOT COALESCE(batch.is_paused, false) AND COALESCE(run.stall_until <= $1, true)
                -- The order makes it a look into the index, also where one run has most of the pictures and the planner would
                -- expect to meet one of them anywhere.
                AND (
                    SELECT item.step FROM recipe_items AS item
                    WHERE item.run_id = run.id AND item.job_id IS NULL AND item.refusal IS NULL
                    ORDER BY item.step, item.source_image_id
                    LIMIT 1
                ) IS NOT NULL
            )
        )
        ORDER BY run.created_at, run.id"#,
        now
    );
    let runs = rows.fetch_all(conn).await?.into_iter().map(|row| CallingRun {
        id: RecipeRunId(row.id),
        user_id: UserId(row.user_id),
        project_id: row.project_id.map(ProjectId),
        steps: row.steps,
        is_cancelling: row.is_cancelling,
        is_stalled: row.is_stalled,
    });
    Ok(runs.collect())
}

/// Makes this transaction the one that looks after runs, until it ends; `false` when another one is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn try_keep(conn: &mut PgConnection) -> Result<bool> {
    let locked = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "locked!""#, KEEPER_LOCK);
    Ok(locked.fetch_one(conn).await?)
}

/// Locks a run if its pictures may become jobs; `false` when it is held back, or has ended.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_going(conn: &mut PgConnection, id: RecipeRunId) -> Result<bool> {
    let row = sqlx::query_scalar!(
        "SELECT run.id FROM recipe_runs AS run
        WHERE run.id = $1 AND run.ended_at IS NULL AND run.cancel_requested_at IS NULL AND NOT run.is_paused
            AND NOT EXISTS (
                SELECT FROM batches AS batch
                WHERE batch.id = run.batch_id AND batch.ended_at IS NULL
                    AND (batch.is_paused OR batch.cancel_requested_at IS NOT NULL)
            )
        FOR NO KEY UPDATE OF run",
        id.0
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// Says why no more pictures become jobs, and when that is tried again.
///
/// # Errors
/// When the database cannot be asked.
pub async fn stall(
    conn: &mut PgConnection,
    id: RecipeRunId,
    code: &str,
    message: &str,
    until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE recipe_runs SET stall_code = $2, stall_message = $3, stall_until = $4
        WHERE id = $1 AND ended_at IS NULL AND cancel_requested_at IS NULL",
        id.0,
        code,
        message,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// It goes on.
///
/// # Errors
/// When the database cannot be asked.
pub async fn clear_stall(conn: &mut PgConnection, id: RecipeRunId) -> Result<()> {
    sqlx::query!(
        "UPDATE recipe_runs SET stall_code = NULL, stall_message = NULL, stall_until = NULL
        WHERE id = $1 AND stall_code IS NOT NULL",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the runs that have nothing left to do; gives how many. One that follows on a batch ends when all rows of it are jobs
/// and all of these have ended; a cancelled one does not wait for them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end_done(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE recipe_runs AS run
        SET ended_at = $1, is_paused = false, stall_code = NULL, stall_message = NULL, stall_until = NULL, updated_at = $1
        WHERE run.ended_at IS NULL
            -- The orders make these looks into indexes, as for the runs that call.
            AND (
                SELECT job.id FROM generation_queue AS job
                WHERE job.recipe_run_id = run.id AND job.status IN ('pending', 'processing')
                    AND (run.cancel_requested_at IS NULL OR job.batch_id IS NULL)
                ORDER BY job.recipe_step, job.id
                LIMIT 1
            ) IS NULL
            AND (
                run.cancel_requested_at IS NOT NULL
                OR (
                    SELECT item.step FROM recipe_items AS item
                    WHERE item.run_id = run.id AND item.job_id IS NULL AND item.refusal IS NULL
                    ORDER BY item.step, item.source_image_id
                    LIMIT 1
                ) IS NULL AND NOT EXISTS (
                    SELECT FROM batches AS batch
                    WHERE batch.id = run.batch_id AND batch.ended_at IS NULL AND batch.next_row < batch.row_count AND NOT batch.is_closed
                )
            )",
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}
