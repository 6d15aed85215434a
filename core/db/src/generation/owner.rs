//! What the owner of a job does to it. The row is locked by [`super::lock_for_user`] before.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{JobId, MicroDollars, UserId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// What a waiting job is to ask for.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// The prompt.
    pub prompt: &'a str,
    /// What not to show.
    pub negative_prompt: Option<&'a str>,
    /// The model's public id.
    pub model_id: &'a str,
    /// The plugin that the price came from.
    pub plugin_digest: [u8; 32],
    /// Checked parameters, defaults filled in.
    pub parameters: &'a serde_json::Value,
    /// 1 to 16.
    pub num_images: i32,
    /// 0 to 2^32 - 1.
    pub seed: i64,
    /// Expected price.
    pub estimate: MicroDollars,
    /// Upper bound of the price; the ledger is brought to it in the same transaction.
    pub held: MicroDollars,
}

/// Ends a job that no worker has. Its hold must be released in the same transaction.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is not waiting.
pub async fn cancel_waiting(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = 'cancelled', held_microdollars = 0, cancel_requested_at = $2, completed_at = $2, updated_at = $2
        WHERE id = $1 AND status = 'pending' AND released_at IS NULL",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Asks the worker that has the job, or the next one, to end it.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job has ended.
pub async fn request_cancel(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET cancel_requested_at = COALESCE(cancel_requested_at, $2), next_attempt_at = LEAST(next_attempt_at, $2), updated_at = $2
        WHERE id = $1 AND status IN ('pending', 'processing')",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Those of the jobs that failed or were cancelled, with their rounds, locked until the end of the transaction; jobs that
/// somebody else has locked are left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_many_to_restart(
    conn: &mut PgConnection,
    user_id: UserId,
    ids: &[JobId],
) -> Result<HashMap<JobId, i32>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT id, round FROM generation_queue
        WHERE id = ANY($1) AND user_id = $2 AND status IN ('failed', 'cancelled')
        ORDER BY id
        FOR UPDATE SKIP LOCKED",
        &ids,
        user_id.0
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (JobId(row.id), row.round)).collect())
}

/// Puts a failed or cancelled job back into the queue as a new round, with a new hold (made in the same transaction).
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is neither failed nor cancelled.
pub async fn restart(conn: &mut PgConnection, id: JobId, held: MicroDollars, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = 'pending', round = round + 1, retry_count = 0, crash_count = 0, held_microdollars = $2, held_at = $3, next_attempt_at = $3,
            is_paused = false, rank_at = $3::timestamptz - priority * interval '36 seconds',
            cancel_requested_at = NULL, completed_at = NULL, started_at = NULL, progress = NULL, provider_position = NULL,
            fal_request_id = NULL, error_code = NULL, error_message = NULL, notes = '[]', updated_at = $3
        WHERE id = $1 AND status IN ('failed', 'cancelled')",
        id.0,
        held.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Holds a waiting job back, or lets it go on.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is not waiting.
pub async fn set_paused(conn: &mut PgConnection, id: JobId, is_paused: bool, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue SET is_paused = $2, updated_at = $3 WHERE id = $1 AND status = 'pending'",
        id.0,
        is_paused,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Gives a waiting job another priority; its rank follows from it.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is not waiting.
pub async fn set_priority(conn: &mut PgConnection, id: JobId, priority: i32, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue SET priority = $2, updated_at = $3 WHERE id = $1 AND status = 'pending'",
        id.0,
        priority,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Puts a waiting job before all others of its user, lane and batch.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is not waiting.
pub async fn move_to_front(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue AS job SET updated_at = $2, rank_at = LEAST(job.rank_at, (
            SELECT other.rank_at - interval '1 second' FROM generation_queue AS other
            WHERE other.status = 'pending' AND other.released_at IS NULL AND NOT other.is_paused
                AND other.user_id = job.user_id AND other.lane = job.lane AND other.batch_key = job.batch_key
                AND other.id <> job.id
            ORDER BY other.rank_at, other.id
            LIMIT 1
        ))
        WHERE job.id = $1 AND job.status = 'pending'",
        id.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Replaces what a waiting job asks for. `updated_at`, its version, grows even when clocks disagree.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the job is not waiting; a constraint error when a range is wrong.
pub async fn replace_request(
    conn: &mut PgConnection,
    id: JobId,
    request: &NewRequest<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET prompt = $2, negative_prompt = $3, model_id = $4, plugin_digest = $5, parameters = $6, num_images = $7, seed = $8,
            estimate_microdollars = $9, held_microdollars = $10, notes = '[]',
            updated_at = GREATEST($11, updated_at + interval '1 microsecond')
        WHERE id = $1 AND status = 'pending' AND released_at IS NULL",
        id.0,
        request.prompt,
        request.negative_prompt,
        request.model_id,
        &request.plugin_digest[..],
        request.parameters,
        request.num_images,
        request.seed,
        request.estimate.0,
        request.held.0,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
