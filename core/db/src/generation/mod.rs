//! `generation_queue`: the truth about every job.
//!
//! Creating and finding is here, lists are in `list`, changes by its owner in [`owner`], changes by the worker that holds the job in [`held`].
//! What a newcomer gets wrong: a worker's change is fenced by `release_no`; when the job was taken away meanwhile the change affects no
//! row and the worker must stop.

pub mod call;
pub mod held;
mod list;
pub mod owner;
mod row;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{JobId, MicroDollars, RecipeRunId, UserId};
use uuid::Uuid;

use crate::Result;
pub use list::{BatchRows, FailedFilter, JobFilter, RunJobs, list, list_by_ids, list_failed, list_rows, list_run_jobs};
pub use row::Job;
use row::{JOB_TABLE, JobRow};

/// A job about to be created.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id, made by the caller's clock.
    pub id: JobId,
    /// Who asked.
    pub user_id: UserId,
    /// Into which project the pictures go.
    pub project_id: Option<Uuid>,
    /// `text-to-image`, …: the spelling of the plugin contract.
    pub operation: String,
    /// The prompt.
    pub prompt: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The model's public id.
    pub model_id: String,
    /// The plugin that the price came from.
    pub plugin_digest: [u8; 32],
    /// Checked parameters, defaults filled in.
    pub parameters: serde_json::Value,
    /// 1 to 16.
    pub num_images: i32,
    /// 0 to 2^32 - 1.
    pub seed: i64,
    /// Source pictures, as the plugin contract describes them.
    pub inputs: serde_json::Value,
    /// The picture this one starts from.
    pub parent_image_id: Option<Uuid>,
    /// -100 to 100.
    pub priority: i32,
    /// Expected price.
    pub estimate: MicroDollars,
    /// Upper bound of the price; taken from the balance.
    pub held: MicroDollars,
    /// The run it belongs to and its step there; 0 when the steps follow on it.
    pub recipe: Option<(RecipeRunId, i16)>,
}

/// Adds a waiting job, whose money is held now.
///
/// # Errors
/// A constraint error when a reference or a range is wrong.
pub async fn insert(conn: &mut PgConnection, job: &NewJob, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO generation_queue (
            id, user_id, project_id, operation, prompt, negative_prompt, model_id, plugin_digest, parameters, num_images, seed,
            inputs, parent_image_id, priority, estimate_microdollars, held_microdollars, recipe_run_id, recipe_step,
            held_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        job.id.0,
        job.user_id.0,
        job.project_id,
        job.operation,
        job.prompt,
        job.negative_prompt,
        job.model_id,
        &job.plugin_digest[..],
        job.parameters,
        job.num_images,
        job.seed,
        job.inputs,
        job.parent_image_id,
        job.priority,
        job.estimate.0,
        job.held.0,
        job.recipe.map(|(run, _)| run.0),
        job.recipe.map(|(_, step)| step),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A job, for the engine.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection, id: JobId) -> Result<Option<Job>> {
    let row = sqlx::query_as!(JobRow, "SELECT * FROM generation_queue WHERE id = $1", id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Job::try_from).transpose()
}

/// A job, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: JobId) -> Result<Option<Job>> {
    let row = sqlx::query_as!(
        JobRow,
        "SELECT * FROM generation_queue WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Job::try_from).transpose()
}

/// A job, for its owner, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: JobId) -> Result<Option<Job>> {
    let row = sqlx::query_as!(
        JobRow,
        "SELECT * FROM generation_queue WHERE id = $1 AND user_id = $2 FOR UPDATE",
        id.0,
        user_id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Job::try_from).transpose()
}

/// How many jobs of the same user, lane and batch go before each of these, at most 1,000; a job that does not wait, or is
/// paused, is left out. 0 means next.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_positions(conn: &mut PgConnection, ids: &[JobId]) -> Result<HashMap<JobId, u32>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT job.id, earlier.jobs AS "ahead!"
        FROM generation_queue AS job CROSS JOIN LATERAL (
            SELECT count(*) AS jobs FROM (
                SELECT 1 FROM generation_queue AS other
                WHERE other.status = 'pending' AND other.released_at IS NULL AND NOT other.is_paused
                    AND other.user_id = job.user_id AND other.lane = job.lane AND other.batch_key = job.batch_key
                    AND (other.rank_at, other.id) < (job.rank_at, job.id)
                LIMIT 1000
            ) AS bounded
        ) AS earlier
        WHERE job.id = ANY($1) AND job.status = 'pending' AND job.released_at IS NULL AND NOT job.is_paused"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (JobId(row.id), u32::try_from(row.ahead).unwrap_or(u32::MAX)))
        .collect())
}

/// Users with jobs that wait and are not paused themselves, at most 1,000.
///
/// It steps from one user to the next through the index, so what it costs depends on how many of them wait.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_waiting_users(conn: &mut PgConnection) -> Result<Vec<UserId>> {
    let users = sqlx::query_scalar!(
        r#"WITH RECURSIVE waiting AS (
            (
                SELECT user_id FROM generation_queue
                WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused
                ORDER BY user_id
                LIMIT 1
            )
            UNION ALL
            SELECT (
                SELECT job.user_id FROM generation_queue AS job
                WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused AND job.user_id > waiting.user_id
                ORDER BY job.user_id
                LIMIT 1
            )
            FROM waiting WHERE waiting.user_id IS NOT NULL
        )
        SELECT user_id AS "user_id!" FROM waiting WHERE user_id IS NOT NULL LIMIT 1000"#
    )
    .fetch_all(conn)
    .await?;
    Ok(users.into_iter().map(UserId).collect())
}

/// Lets admission look at an unsettled job at once.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hasten(conn: &mut PgConnection, id: JobId) -> Result<()> {
    sqlx::query!(
        "UPDATE generation_queue SET next_attempt_at = LEAST(next_attempt_at, now())
        WHERE id = $1 AND status = 'processing' AND released_at IS NULL",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many of a user's jobs have not ended, counted up to 10,000.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_active(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let active = sqlx::query_scalar!(
        r#"SELECT count(*) AS "active!" FROM (
            SELECT 1 AS one FROM generation_queue WHERE user_id = $1 AND status IN ('pending', 'processing') LIMIT 10000
        ) AS bounded"#,
        user_id.0
    );
    Ok(active.fetch_one(conn).await?)
}

pub(crate) fn impossible(column: &'static str, id: Uuid) -> crate::Error {
    crate::Error::ImpossibleRow {
        table: JOB_TABLE,
        column,
        id: id.to_string(),
    }
}
