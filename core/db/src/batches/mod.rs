//! `batches`: requests for many jobs.
//!
//! Reading and creating is here, loading rows into `generation_queue` in [`load`], ending what waits in [`end`], and what
//! the jobs of a batch add up to in [`tally`].
//! What a newcomer gets wrong: rows from `next_row` on are not jobs yet. Their money, where it is held from the start, is
//! `held` of the batch; each row takes its share along when it becomes a job.

pub mod end;
pub mod load;
mod row;
pub mod tally;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, Cursor, MicroDollars, PageLimit, UserId};
use uuid::Uuid;

pub use row::Batch;
use row::BatchRow;

use crate::{Result, ensure_affected};

/// A batch about to be created.
#[derive(Clone, Debug)]
pub struct NewBatch {
    /// Its id.
    pub id: BatchId,
    /// Who asked.
    pub user_id: UserId,
    /// Into which project the pictures go.
    pub project_id: Option<Uuid>,
    /// 1 to 200 characters.
    pub name: String,
    /// What was asked for, without the text of a table.
    pub request: serde_json::Value,
    /// The CSV text, where rows come from one.
    pub table_text: Option<String>,
    /// Plugin digests in hex by model id.
    pub models: serde_json::Value,
    /// Names of the axes with their first values.
    pub axes: serde_json::Value,
    /// 0 to 2^32 - 1.
    pub seed: i64,
    /// -100 to 100.
    pub priority: i32,
    /// All rows, broken ones too; 1 or more.
    pub row_count: i32,
    /// Rows that make no job.
    pub broken_rows: i32,
    /// Jobs that money is held for at a time; `None` holds for all from the start.
    pub window_jobs: Option<i32>,
    /// Expected price of all rows.
    pub estimate: MicroDollars,
    /// Upper bound of the price of all rows.
    pub upper: MicroDollars,
    /// What is held from the start.
    pub held: MicroDollars,
    /// The batch whose request it repeats.
    pub parent_batch_id: Option<BatchId>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Adds a batch of which no row is a job yet.
///
/// # Errors
/// A constraint error when a reference or a range is wrong.
pub async fn insert(conn: &mut PgConnection, batch: &NewBatch) -> Result<()> {
    sqlx::query!(
        "INSERT INTO batches (
            id, user_id, project_id, name, request, table_text, models, axes, seed, priority, row_count, broken_rows, window_jobs,
            estimate_microdollars, upper_microdollars, held_microdollars, parent_batch_id, created_at, updated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)",
        batch.id.0,
        batch.user_id.0,
        batch.project_id,
        batch.name,
        batch.request,
        batch.table_text,
        batch.models,
        batch.axes,
        batch.seed,
        batch.priority,
        batch.row_count,
        batch.broken_rows,
        batch.window_jobs,
        batch.estimate.0,
        batch.upper.0,
        batch.held.0,
        batch.parent_batch_id.map(|id| id.0),
        batch.created_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A batch, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
    let row = sqlx::query_as!(
        BatchRow,
        "SELECT id, user_id, project_id, name, request, models, axes, seed, priority, row_count, broken_rows, next_row,
            window_jobs, estimate_microdollars, upper_microdollars, held_microdollars, is_paused, stall_code, stall_message, stall_until,
            cancel_requested_at, parent_batch_id, is_closed, created_at, updated_at, ended_at
        FROM batches WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Batch::from))
}

/// A batch, for its owner, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
    let row = sqlx::query_as!(
        BatchRow,
        "SELECT id, user_id, project_id, name, request, models, axes, seed, priority, row_count, broken_rows, next_row,
            window_jobs, estimate_microdollars, upper_microdollars, held_microdollars, is_paused, stall_code, stall_message, stall_until,
            cancel_requested_at, parent_batch_id, is_closed, created_at, updated_at, ended_at
        FROM batches WHERE id = $1 AND user_id = $2 FOR UPDATE",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Batch::from))
}

/// The CSV text of a batch.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_table(conn: &mut PgConnection, id: BatchId) -> Result<Option<String>> {
    let text = sqlx::query_scalar!("SELECT table_text FROM batches WHERE id = $1", id.0);
    Ok(text.fetch_optional(conn).await?.flatten())
}

/// A page of a user's batches, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Batch>> {
    let rows = sqlx::query_as!(
        BatchRow,
        "SELECT id, user_id, project_id, name, request, models, axes, seed, priority, row_count, broken_rows, next_row,
            window_jobs, estimate_microdollars, upper_microdollars, held_microdollars, is_paused, stall_code, stall_message, stall_until,
            cancel_requested_at, parent_batch_id, is_closed, created_at, updated_at, ended_at
        FROM batches
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Batch::from).collect())
}

/// A user's batches that have not ended, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_open_for_user(conn: &mut PgConnection, user_id: UserId, limit: PageLimit) -> Result<Vec<Batch>> {
    let rows = sqlx::query_as!(
        BatchRow,
        "SELECT id, user_id, project_id, name, request, models, axes, seed, priority, row_count, broken_rows, next_row,
            window_jobs, estimate_microdollars, upper_microdollars, held_microdollars, is_paused, stall_code, stall_message, stall_until,
            cancel_requested_at, parent_batch_id, is_closed, created_at, updated_at, ended_at
        FROM batches
        WHERE user_id = $1 AND ended_at IS NULL
        ORDER BY created_at DESC, id DESC
        LIMIT $2",
        user_id.0,
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Batch::from).collect())
}

/// Those of the batches that hold their jobs back: paused or being cancelled.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_holding_back(conn: &mut PgConnection, ids: &[BatchId]) -> Result<Vec<(BatchId, bool)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id, cancel_requested_at IS NOT NULL AS "is_cancelling!" FROM batches
        WHERE id = ANY($1) AND ended_at IS NULL AND (is_paused OR cancel_requested_at IS NOT NULL)"#,
        &ids
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (BatchId(row.id), row.is_cancelling))
        .collect())
}

/// Holds back what waits of a batch, or lets it go on. No job's row is touched.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it has ended.
pub async fn set_paused(conn: &mut PgConnection, id: BatchId, is_paused: bool, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE batches SET is_paused = $2, updated_at = $3 WHERE id = $1 AND ended_at IS NULL",
        id.0,
        is_paused,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Gives a batch another priority. No job's row is touched.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it has ended.
pub async fn set_priority(conn: &mut PgConnection, id: BatchId, priority: i32, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE batches SET priority = $2, updated_at = $3 WHERE id = $1 AND ended_at IS NULL",
        id.0,
        priority,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
