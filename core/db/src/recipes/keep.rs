//! What the workers do with runs: find those that call, make them go on or wait, and end them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{ProjectId, RecipeRunId, UserId};
use uuid::Uuid;

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

/// The open runs that have nothing left to do, locked until the end of the transaction. One that follows on a batch is done when
/// all rows of it are jobs and all of these have ended; a cancelled one does not wait for them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_done(conn: &mut PgConnection) -> Result<Vec<RecipeRunId>> {
    let done = sqlx::query_scalar!("SELECT run_id FROM recipe_runs_done() AS run_id").fetch_all(&mut *conn);
    let done: Vec<Uuid> = done.await?.into_iter().flatten().collect();
    if done.is_empty() {
        return Ok(Vec::new());
    }
    let locked = sqlx::query_scalar!(
        "SELECT id FROM recipe_runs WHERE id = ANY($1) AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE SKIP LOCKED",
        &done
    );
    Ok(locked.fetch_all(conn).await?.into_iter().map(RecipeRunId).collect())
}

/// Ends those of the locked runs that still have nothing left to do; gives how many. A job that was started again while they were
/// being locked is seen by this statement and not by the one before.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end_done(conn: &mut PgConnection, locked: &[RecipeRunId], now: DateTime<Utc>) -> Result<u64> {
    let ids: Vec<Uuid> = locked.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE recipe_runs
        SET ended_at = $2, is_paused = false, stall_code = NULL, stall_message = NULL, stall_until = NULL, updated_at = $2
        WHERE id = ANY($1) AND id IN (SELECT run_id FROM recipe_runs_done() AS run_id)",
        &ids,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}
