//! Rows of a batch becoming jobs, piece by piece, each piece in a transaction of its own.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{BatchId, JobId, MicroDollars, UserId};
use uuid::Uuid;

use super::row::BatchRow;
use super::{Batch, Result};
use crate::ensure_affected;

/// Key of the advisory lock under which one process at a time looks after batches ("stuba" in ASCII).
const KEEPER_LOCK: i64 = 0x73_7475_6261;

/// A row about to become a job.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// The job's id.
    pub id: JobId,
    /// The 0-based number of the row.
    pub row: i32,
    /// The prompt.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's public id.
    pub model_id: String,
    /// The plugin that the price came from.
    pub plugin_digest: [u8; 32],
    /// Checked parameters, defaults filled in.
    pub parameters: Value,
    /// 1 to 16.
    pub num_images: i32,
    /// 0 to 2^32 - 1.
    pub seed: i64,
    /// Expected price.
    pub estimate: MicroDollars,
    /// Upper bound of the price: the job's hold.
    pub held: MicroDollars,
    /// Values by axis.
    pub axes: Value,
    /// Orders the rows in lists and in the queue.
    pub created_at: DateTime<Utc>,
}

/// What all rows of a batch have in common.
#[derive(Clone, Debug)]
pub struct Common<'a> {
    /// The batch.
    pub batch: &'a Batch,
    /// `text-to-image`, …
    pub operation: &'a str,
    /// Source pictures, as the plugin contract describes them.
    pub inputs: &'a Value,
    /// The picture they start from, if it is still there.
    pub parent_image_id: Option<Uuid>,
    /// When their money was held: with the batch, or now.
    pub held_at: DateTime<Utc>,
}

/// A batch that has not ended.
#[derive(Clone, Copy, Debug)]
pub struct OpenBatch {
    /// Its id.
    pub id: BatchId,
    /// Whose it is.
    pub user_id: UserId,
    /// Every row is a job, or broken, or will never become one.
    pub is_loaded: bool,
    /// It is to be cancelled.
    pub is_cancelling: bool,
}

/// The batches that have not ended, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_open(conn: &mut PgConnection) -> Result<Vec<OpenBatch>> {
    let rows = sqlx::query!(
        r#"SELECT id, user_id, (next_row = row_count OR is_closed) AS "is_loaded!", cancel_requested_at IS NOT NULL AS "is_cancelling!"
        FROM batches WHERE ended_at IS NULL ORDER BY created_at, id"#
    );
    let open = rows.fetch_all(conn).await?.into_iter().map(|row| OpenBatch {
        id: BatchId(row.id),
        user_id: UserId(row.user_id),
        is_loaded: row.is_loaded,
        is_cancelling: row.is_cancelling,
    });
    Ok(open.collect())
}

/// Makes this transaction the one that looks after batches, until it ends; `false` when another one is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn try_keep(conn: &mut PgConnection) -> Result<bool> {
    let locked = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "locked!""#, KEEPER_LOCK);
    Ok(locked.fetch_one(conn).await?)
}

/// Locks the batch if its next row is still this one and it goes on; `None` when somebody else was quicker.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_at(conn: &mut PgConnection, id: BatchId, next_row: i32) -> Result<Option<Batch>> {
    let row = sqlx::query_as!(
        BatchRow,
        "SELECT id, user_id, project_id, name, request, models, axes, seed, priority, row_count, broken_rows, next_row,
            window_jobs, estimate_microdollars, upper_microdollars, held_microdollars, is_paused, stall_code, stall_message, stall_until,
            cancel_requested_at, parent_batch_id, is_closed, created_at, updated_at, ended_at
        FROM batches
        WHERE id = $1 AND next_row = $2 AND ended_at IS NULL AND cancel_requested_at IS NULL AND NOT is_closed
        FOR UPDATE",
        id.0,
        next_row
    );
    Ok(row.fetch_optional(conn).await?.map(Batch::from))
}

/// Adds the rows as waiting jobs.
///
/// # Errors
/// A constraint error (`generation_queue_batch_row_once`) when one of them is a job already.
pub async fn insert_rows(conn: &mut PgConnection, common: &Common<'_>, rows: &[NewRow]) -> Result<()> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    let numbers: Vec<i32> = rows.iter().map(|row| row.row).collect();
    let prompts: Vec<&str> = rows.iter().map(|row| row.prompt.as_str()).collect();
    let negatives: Vec<Option<&str>> = rows.iter().map(|row| row.negative_prompt.as_deref()).collect();
    let models: Vec<&str> = rows.iter().map(|row| row.model_id.as_str()).collect();
    let digests: Vec<&[u8]> = rows.iter().map(|row| &row.plugin_digest[..]).collect();
    let parameters: Vec<&Value> = rows.iter().map(|row| &row.parameters).collect();
    let images: Vec<i32> = rows.iter().map(|row| row.num_images).collect();
    let seeds: Vec<i64> = rows.iter().map(|row| row.seed).collect();
    let estimates: Vec<i64> = rows.iter().map(|row| row.estimate.0).collect();
    let holds: Vec<i64> = rows.iter().map(|row| row.held.0).collect();
    let axes: Vec<&Value> = rows.iter().map(|row| &row.axes).collect();
    let times: Vec<DateTime<Utc>> = rows.iter().map(|row| row.created_at).collect();
    let done = sqlx::query!(
        r#"INSERT INTO generation_queue (
            id, user_id, project_id, operation, prompt, negative_prompt, model_id, plugin_digest, parameters, num_images, seed,
            inputs, parent_image_id, estimate_microdollars, held_microdollars, batch_id, batch_row, axes, created_at, updated_at,
            recipe_run_id, recipe_step, held_at
        )
        SELECT row.id, $1, $2, $3, prompt, negative_prompt, model_id, plugin_digest, parameters, num_images, seed,
            $4, (SELECT id FROM images WHERE id = $5), estimate, held, $6, batch_row, axes, created_at, created_at,
            run.id, run.step, $20
        FROM unnest(
            $7::uuid[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::jsonb[], $13::integer[], $14::bigint[],
            $15::bigint[], $16::bigint[], $17::integer[], $18::jsonb[], $19::timestamptz[]
        ) AS row (
            id, prompt, negative_prompt, model_id, plugin_digest, parameters, num_images, seed, estimate, held, batch_row, axes,
            created_at
        ) LEFT JOIN (SELECT id, 0::smallint AS step FROM recipe_runs WHERE batch_id = $6) AS run ON true"#,
        common.batch.user_id.0,
        common.batch.project_id,
        common.operation,
        common.inputs,
        common.parent_image_id,
        common.batch.id.0,
        &ids,
        &prompts as &[&str],
        &negatives as &[Option<&str>],
        &models as &[&str],
        &digests as &[&[u8]],
        &parameters as &[&Value],
        &images,
        &seeds,
        &estimates,
        &holds,
        &numbers,
        &axes as &[&Value],
        &times,
        common.held_at,
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, rows.len() as u64)
}

/// Rows before `next_row` are jobs now and took `taken` of what the batch holds.
///
/// # Errors
/// A constraint error when the batch holds less.
pub async fn advance(
    conn: &mut PgConnection,
    id: BatchId,
    next_row: i32,
    taken: MicroDollars,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE batches
        SET next_row = $2, held_microdollars = held_microdollars - $3, stall_code = NULL, stall_message = NULL,
            stall_until = NULL, updated_at = $4
        WHERE id = $1",
        id.0,
        next_row,
        taken.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Says why no more rows become jobs, and when that is tried again; `true` when the reason is news.
///
/// # Errors
/// When the database cannot be asked.
pub async fn stall(
    conn: &mut PgConnection,
    id: BatchId,
    code: &str,
    message: &str,
    until: DateTime<Utc>,
) -> Result<bool> {
    let is_news = sqlx::query_scalar!(
        r#"WITH before AS (
            SELECT id, stall_code, stall_message FROM batches WHERE id = $1 AND ended_at IS NULL FOR UPDATE
        )
        UPDATE batches SET stall_code = $2, stall_message = $3, stall_until = $4
        FROM before WHERE batches.id = before.id
        RETURNING (before.stall_code, before.stall_message) IS DISTINCT FROM ($2, $3) AS "is_news!""#,
        id.0,
        code,
        message,
        until
    );
    Ok(is_news.fetch_optional(conn).await?.unwrap_or(false))
}

/// How many jobs of a batch have not ended, counted up to `most`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_unfinished(conn: &mut PgConnection, id: BatchId, most: i64) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "jobs!" FROM (
            SELECT 1 AS one FROM generation_queue WHERE batch_id = $1 AND status IN ('pending', 'processing') LIMIT $2
        ) AS bounded"#,
        id.0,
        most
    );
    Ok(count.fetch_one(conn).await?)
}

/// Tells the planner at once what the queue is like after many rows were added; by itself it would learn within a minute or so, and
/// read all of the queue for its head until then. Takes some 0.2 s, whatever the number of rows, and holds up nobody.
///
/// # Errors
/// When the database cannot be asked.
pub async fn refresh_statistics(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("ANALYZE generation_queue").execute(conn).await?;
    Ok(())
}
