//! `recipe_runs`: steps at work.
//!
//! What a newcomer gets wrong: rows are locked `FOR NO KEY UPDATE`. Storing a picture writes rows that refer to the run, and
//! must not wait for whoever makes jobs of earlier ones.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{BatchId, Cursor, MicroDollars, PageLimit, ProjectId, RecipeId, RecipeRunId, UserId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// A run about to be created.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// Its id.
    pub id: RecipeRunId,
    /// Whose it is.
    pub user_id: UserId,
    /// Where the steps come from.
    pub recipe_id: Option<RecipeId>,
    /// The batch on whose pictures they follow.
    pub batch_id: Option<BatchId>,
    /// Where the pictures go; `None` is where each source is.
    pub project_id: Option<ProjectId>,
    /// 1 to 200 characters.
    pub name: String,
    /// 1 to 8 of them, in order.
    pub steps: Value,
    /// The likely price of all steps.
    pub estimate: MicroDollars,
    /// The most they can cost.
    pub upper: MicroDollars,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Steps at work. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Run {
    pub id: RecipeRunId,
    pub recipe_id: Option<RecipeId>,
    pub batch_id: Option<BatchId>,
    pub project_id: Option<ProjectId>,
    pub name: String,
    pub steps: Value,
    pub estimate: MicroDollars,
    pub upper: MicroDollars,
    pub is_paused: bool,
    pub stall_code: Option<String>,
    pub stall_message: Option<String>,
    pub stall_until: Option<DateTime<Utc>>,
    pub cancel_requested_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

struct RunRow {
    id: Uuid,
    recipe_id: Option<Uuid>,
    batch_id: Option<Uuid>,
    project_id: Option<Uuid>,
    name: String,
    steps: Value,
    estimate_microdollars: i64,
    upper_microdollars: i64,
    is_paused: bool,
    stall_code: Option<String>,
    stall_message: Option<String>,
    stall_until: Option<DateTime<Utc>>,
    cancel_requested_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        Self {
            id: RecipeRunId(row.id),
            recipe_id: row.recipe_id.map(RecipeId),
            batch_id: row.batch_id.map(BatchId),
            project_id: row.project_id.map(ProjectId),
            name: row.name,
            steps: row.steps,
            estimate: MicroDollars(row.estimate_microdollars),
            upper: MicroDollars(row.upper_microdollars),
            is_paused: row.is_paused,
            stall_code: row.stall_code,
            stall_message: row.stall_message,
            stall_until: row.stall_until,
            cancel_requested_at: row.cancel_requested_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            ended_at: row.ended_at,
        }
    }
}

/// Adds a run.
///
/// # Errors
/// A constraint error when a reference or a range is wrong.
pub async fn insert(conn: &mut PgConnection, run: &NewRun) -> Result<()> {
    sqlx::query!(
        "INSERT INTO recipe_runs (
            id, user_id, recipe_id, batch_id, project_id, name, steps, estimate_microdollars, upper_microdollars, created_at, updated_at
        ) VALUES ($1, $2, (SELECT id FROM recipes WHERE id = $3), $4, $5, $6, $7, $8, $9, $10, $10)",
        run.id.0,
        run.user_id.0,
        // It may be deleted this very moment, which is no matter.
        run.recipe_id.map(|id| id.0),
        run.batch_id.map(|id| id.0),
        run.project_id.map(|id| id.0),
        run.name,
        run.steps,
        run.estimate.0,
        run.upper.0,
        run.created_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A run, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: RecipeRunId) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        RunRow,
        "SELECT id, recipe_id, batch_id, project_id, name, steps, estimate_microdollars, upper_microdollars, is_paused,
            stall_code, stall_message, stall_until, cancel_requested_at, created_at, updated_at, ended_at
        FROM recipe_runs WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Run::from))
}

/// Locks these runs until the end of the transaction, in the order of their ids.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_many(conn: &mut PgConnection, ids: &[RecipeRunId]) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "SELECT id FROM recipe_runs WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// A run, for its owner, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: RecipeRunId) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        RunRow,
        "SELECT id, recipe_id, batch_id, project_id, name, steps, estimate_microdollars, upper_microdollars, is_paused,
            stall_code, stall_message, stall_until, cancel_requested_at, created_at, updated_at, ended_at
        FROM recipe_runs WHERE id = $1 AND user_id = $2 FOR NO KEY UPDATE",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Run::from))
}

/// A page of a user's runs, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Run>> {
    let rows = sqlx::query_as!(
        RunRow,
        "SELECT id, recipe_id, batch_id, project_id, name, steps, estimate_microdollars, upper_microdollars, is_paused,
            stall_code, stall_message, stall_until, cancel_requested_at, created_at, updated_at, ended_at
        FROM recipe_runs
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Run::from).collect())
}

/// The runs that follow on these batches.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by_batches(conn: &mut PgConnection, ids: &[BatchId]) -> Result<HashMap<BatchId, RecipeRunId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id, batch_id AS "batch_id!" FROM recipe_runs WHERE batch_id = ANY($1)"#,
        &ids
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (BatchId(row.batch_id), RecipeRunId(row.id)))
        .collect())
}

/// What holds the jobs of a run back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldBack {
    /// It is paused.
    Paused,
    /// It is being cancelled.
    Cancelling,
    /// The batch on which it follows is paused.
    BatchPaused,
    /// That batch is being cancelled.
    BatchCancelling,
}

/// Those of the runs that hold their jobs back.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_holding_back(conn: &mut PgConnection, ids: &[RecipeRunId]) -> Result<HashMap<RecipeRunId, HeldBack>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT run.id, run.is_paused, run.cancel_requested_at IS NOT NULL AS "is_cancelling!",
            COALESCE(batch.is_paused, false) AS "batch_is_paused!", batch.cancel_requested_at IS NOT NULL AS "batch_is_cancelling!"
        FROM recipe_runs AS run LEFT JOIN batches AS batch ON batch.id = run.batch_id AND batch.ended_at IS NULL
        WHERE run.id = ANY($1) AND run.ended_at IS NULL"#,
        &ids
    );
    let held = rows.fetch_all(conn).await?.into_iter().filter_map(|row| {
        let held = match () {
            () if row.batch_is_cancelling => HeldBack::BatchCancelling,
            () if row.is_cancelling => HeldBack::Cancelling,
            () if row.batch_is_paused => HeldBack::BatchPaused,
            () if row.is_paused => HeldBack::Paused,
            () => return None,
        };
        Some((RecipeRunId(row.id), held))
    });
    Ok(held.collect())
}

/// Holds back what waits of a run, or lets it go on. No job's row is touched.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it has ended.
pub async fn set_paused(conn: &mut PgConnection, id: RecipeRunId, is_paused: bool, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE recipe_runs SET is_paused = $2, updated_at = $3 WHERE id = $1 AND ended_at IS NULL",
        id.0,
        is_paused,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Marks a run as to be cancelled: no picture becomes a job from here on, and no waiting job is released.
///
/// # Errors
/// When the database cannot be asked.
pub async fn request_cancel(conn: &mut PgConnection, id: RecipeRunId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE recipe_runs SET cancel_requested_at = $2, stall_code = NULL, stall_message = NULL, stall_until = NULL, updated_at = $2
        WHERE id = $1 AND cancel_requested_at IS NULL AND ended_at IS NULL",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Opens an ended run anew, because a job of it runs again; one that was cancelled stays as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn reopen(conn: &mut PgConnection, id: RecipeRunId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE recipe_runs SET ended_at = NULL, updated_at = $2
        WHERE id = $1 AND ended_at IS NOT NULL AND cancel_requested_at IS NULL",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
