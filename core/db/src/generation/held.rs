//! What the worker that holds a job does to it.
//!
//! Every function takes the [`Hold`] and gives `false`, having changed nothing, when the job was taken away meanwhile: the worker was
//! presumed dead, and another one may have the job.

use std::time::Duration;

use serde_json::Value;
use sqlx::PgConnection;
use sqlx::postgres::PgQueryResult;
use studio_model::{JobId, MicroDollars, Phase};

use crate::Result;

/// A worker's claim on a job: valid while the job's `release_no` is this one and it is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The job.
    pub job_id: JobId,
    /// The release under which it was claimed.
    pub release_no: i32,
}

/// Locks the job's row if the hold is still valid.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock(conn: &mut PgConnection, hold: Hold) -> Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM generation_queue WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL FOR UPDATE",
        hold.job_id.0,
        hold.release_no
    );
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// Moves a job to a phase of `processing` and tells its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_phase(conn: &mut PgConnection, hold: Hold, phase: Phase) -> Result<bool> {
    let told = sqlx::query!(
        "WITH job AS (
            UPDATE generation_queue
            SET status = 'processing', phase = $3, started_at = COALESCE(started_at, now()), updated_at = now(),
                provider_position = CASE WHEN $3 = 'submitted' THEN provider_position END
            WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL
            RETURNING id, user_id
        )
        INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'job', id FROM job",
        hold.job_id.0,
        hold.release_no,
        phase.as_str()
    )
    .execute(conn)
    .await?;
    Ok(one(&told))
}

/// What the provider says of the running request; tells the owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_progress(
    conn: &mut PgConnection,
    hold: Hold,
    phase: Phase,
    position: Option<i32>,
    progress: Option<i16>,
) -> Result<bool> {
    let told = sqlx::query!(
        "WITH job AS (
            UPDATE generation_queue
            SET phase = $3, provider_position = $4, progress = $5, updated_at = now()
            WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL
            RETURNING id, user_id
        )
        INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'job', id FROM job",
        hold.job_id.0,
        hold.release_no,
        phase.as_str(),
        position,
        progress
    )
    .execute(conn)
    .await?;
    Ok(one(&told))
}

/// When the job is to be looked at again.
#[derive(Clone, Copy, Debug)]
pub enum Resume {
    /// In place, its phase kept: a worker that stops, or an unsettled call.
    Later(Duration),
    /// From the start, as a retry that counts.
    Retry(Duration),
    /// From the start, at no cost: the provider asked to wait.
    Wait(Duration),
}

/// Gives the job back to admission.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hand_back(conn: &mut PgConnection, hold: Hold, resume: Resume, why: Option<&str>) -> Result<bool> {
    let (delay, restart, counts) = match resume {
        Resume::Later(delay) => (delay, false, 0),
        Resume::Retry(delay) => (delay, true, 1),
        Resume::Wait(delay) => (delay, true, 0),
    };
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = CASE WHEN $4 THEN 'pending' ELSE status END,
            phase = CASE WHEN $4 THEN NULL ELSE phase END,
            fal_request_id = CASE WHEN $4 THEN NULL ELSE fal_request_id END,
            progress = CASE WHEN $4 THEN NULL ELSE progress END,
            provider_position = CASE WHEN $4 THEN NULL ELSE provider_position END,
            retry_count = retry_count + $5,
            error_message = COALESCE($6, error_message),
            next_attempt_at = now() + make_interval(secs => $3),
            released_at = NULL, lease_owner = NULL, lease_until = NULL, updated_at = now()
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL",
        hold.job_id.0,
        hold.release_no,
        delay.as_secs_f64(),
        restart,
        counts,
        why
    )
    .execute(conn)
    .await?;
    Ok(one(&done))
}

/// Ends a job with its pictures and with `notes` for its owner, which replace those that there are. Pictures, ledger and usage
/// log are written in the same transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn complete(conn: &mut PgConnection, hold: Hold, captured: MicroDollars, notes: &[String]) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = 'completed', phase = NULL, progress = 100, provider_position = NULL, held_microdollars = 0,
            captured_microdollars = $3, notes = $4, error_code = NULL, error_message = NULL, completed_at = now(),
            updated_at = now(), released_at = NULL, lease_owner = NULL, lease_until = NULL
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL",
        hold.job_id.0,
        hold.release_no,
        captured.0,
        Value::from(notes)
    )
    .execute(conn)
    .await?;
    Ok(one(&done))
}

/// Ends a job without pictures. Its hold is released in the same transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn fail(conn: &mut PgConnection, hold: Hold, code: &str, message: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = 'failed', phase = NULL, provider_position = NULL, held_microdollars = 0, error_code = $3, error_message = $4,
            completed_at = now(), updated_at = now(), released_at = NULL, lease_owner = NULL, lease_until = NULL
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL",
        hold.job_id.0,
        hold.release_no,
        code,
        message
    )
    .execute(conn)
    .await?;
    Ok(one(&done))
}

/// Ends a job at its owner's wish. Its hold is released in the same transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn cancel(conn: &mut PgConnection, hold: Hold) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET status = 'cancelled', phase = NULL, provider_position = NULL, held_microdollars = 0, completed_at = now(),
            updated_at = now(), released_at = NULL, lease_owner = NULL, lease_until = NULL
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL",
        hold.job_id.0,
        hold.release_no
    )
    .execute(conn)
    .await?;
    Ok(one(&done))
}

fn one(done: &PgQueryResult) -> bool {
    done.rows_affected() == 1
}
