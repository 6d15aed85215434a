//! `generation_attempts`: one row for each call to the provider, committed before the call is made.

mod log;
pub(crate) mod row;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{AttemptId, AttemptState, JobId};
use uuid::Uuid;

use crate::{Error, Result, ensure_affected};
pub use log::{Call, delete_of_jobs_ended_before, list_by_job};
use row::AttemptRow;
pub use row::{Acceptance, Attempt, NewAttempt};

/// The latest call of a job's round.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_last(conn: &mut PgConnection, job_id: JobId, round: i32) -> Result<Option<Attempt>> {
    let row = sqlx::query_as!(
        AttemptRow,
        "SELECT id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state, request_id, status_url,
            response_url, cancel_url, output, billable_units, created_at, accepted_at, ended_at
        FROM generation_attempts
        WHERE job_id = $1 AND round = $2
        ORDER BY number DESC LIMIT 1",
        job_id.0,
        round
    )
    .fetch_optional(conn)
    .await?;
    row.map(Attempt::try_from).transpose()
}

/// The latest call of a job's round whose output is stored.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_last_succeeded(conn: &mut PgConnection, job_id: JobId, round: i32) -> Result<Option<Attempt>> {
    let row = sqlx::query_as!(
        AttemptRow,
        "SELECT id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state, request_id, status_url,
            response_url, cancel_url, output, billable_units, created_at, accepted_at, ended_at
        FROM generation_attempts
        WHERE job_id = $1 AND round = $2 AND state = 'succeeded'
        ORDER BY number DESC LIMIT 1",
        job_id.0,
        round
    )
    .fetch_optional(conn)
    .await?;
    row.map(Attempt::try_from).transpose()
}

/// The call with this webhook token, locked until the end of the transaction after the row of its job, as everybody locks them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_by_token(conn: &mut PgConnection, token: Uuid) -> Result<Option<Attempt>> {
    let row = sqlx::query_as!(
        AttemptRow,
        "SELECT id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state, request_id, status_url,
            response_url, cancel_url, output, billable_units, created_at, accepted_at, ended_at
        FROM generation_attempts
        WHERE token = $1 AND job_id = (
            SELECT id FROM generation_queue
            WHERE id = (SELECT job_id FROM generation_attempts WHERE token = $1)
            FOR NO KEY UPDATE
        )
        FOR UPDATE",
        token
    )
    .fetch_optional(conn)
    .await?;
    row.map(Attempt::try_from).transpose()
}

/// The call was taken: stores where it is followed and gives the call as it is now.
///
/// # Errors
/// [`Error::AffectedRows`] when the call has ended; a constraint error (`generation_attempts_request_id`) when another call has
/// this request id.
pub async fn set_accepted(conn: &mut PgConnection, id: AttemptId, acceptance: &Acceptance) -> Result<Attempt> {
    let row = sqlx::query_as!(
        AttemptRow,
        "UPDATE generation_attempts
        SET state = 'accepted', request_id = $2, status_url = $3, response_url = $4, cancel_url = $5,
            accepted_at = COALESCE(accepted_at, now())
        WHERE id = $1 AND state IN ('intended', 'unknown', 'accepted')
        RETURNING id, job_id, number, round, step, label, token, endpoint, input, plugin_state, state, request_id, status_url,
            response_url, cancel_url, output, billable_units, created_at, accepted_at, ended_at",
        id.0,
        acceptance.request_id,
        acceptance.status_url,
        acceptance.response_url,
        acceptance.cancel_url
    )
    .fetch_optional(conn)
    .await?;
    let row = row.ok_or(Error::AffectedRows { expected: 1, actual: 0 })?;
    row.try_into()
}

/// The call's outcome is not known. `mentioned` is a request id from an unclear answer, kept unless another call has it.
///
/// # Errors
/// [`Error::AffectedRows`] when it is known already.
pub async fn set_unknown(conn: &mut PgConnection, id: AttemptId, error: &str, mentioned: Option<&str>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_attempts SET state = 'unknown', error = $2, request_id = COALESCE(request_id, (
            SELECT $3::text WHERE NOT EXISTS (SELECT 1 FROM generation_attempts AS other WHERE other.request_id = $3)
        ))
        WHERE id = $1 AND state IN ('intended', 'unknown')",
        id.0,
        error,
        mentioned
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Stores the model's output: the paid result, safe from here on. Gives the time at which the call ended.
///
/// # Errors
/// [`Error::AffectedRows`] when the call was not accepted.
pub async fn set_succeeded(
    conn: &mut PgConnection,
    id: AttemptId,
    output: &Value,
    billable_units: Option<f64>,
) -> Result<DateTime<Utc>> {
    let ended_at = sqlx::query_scalar!(
        r#"UPDATE generation_attempts SET state = 'succeeded', output = $2, billable_units = $3, ended_at = now()
        WHERE id = $1 AND state = 'accepted'
        RETURNING ended_at AS "ended_at!""#,
        id.0,
        output,
        billable_units
    )
    .fetch_optional(conn)
    .await?;
    ended_at.ok_or(Error::AffectedRows { expected: 1, actual: 0 })
}

/// Ends a call without a result, as `refused`, `failed`, `cancelled` or `dead`.
///
/// # Errors
/// [`Error::AffectedRows`] when it has ended already; a constraint error for a state that is not an end.
pub async fn set_ended(conn: &mut PgConnection, id: AttemptId, state: AttemptState, error: &str) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE generation_attempts SET state = $2, error = $3, ended_at = now()
        WHERE id = $1 AND state IN ('intended', 'unknown', 'accepted')",
        id.0,
        state.as_str(),
        error
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Ends the call of a job that is still open, if there is one, in the transaction that decides about the job: else a
/// crash between the two would leave a job whose call has ended and that nobody decides about.
///
/// # Errors
/// A constraint error for a state that is not an end.
pub async fn end_open(conn: &mut PgConnection, job_id: JobId, state: AttemptState, error: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE generation_attempts SET state = $2, error = $3, ended_at = now()
        WHERE job_id = $1 AND state IN ('intended', 'unknown', 'accepted')",
        job_id.0,
        state.as_str(),
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the accepted call of a job, if there is one, before the job starts again. A call of unknown outcome stays open,
/// and the schema refuses another one beside it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end_accepted(conn: &mut PgConnection, job_id: JobId, error: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE generation_attempts SET state = 'failed', error = $2, ended_at = now()
        WHERE job_id = $1 AND state = 'accepted'",
        job_id.0,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers a verified webhook; `false` when this one is known already.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert_delivery(
    conn: &mut PgConnection,
    id: Uuid,
    attempt_id: AttemptId,
    request_id: &str,
    ok: bool,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO webhook_deliveries (id, attempt_id, request_id, ok) VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT webhook_deliveries_once DO NOTHING",
        id,
        attempt_id.0,
        request_id,
        ok
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// When the provider took the first call of the present round of each of these jobs; one without is left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_accepted_at(conn: &mut PgConnection, jobs: &[JobId]) -> Result<HashMap<JobId, DateTime<Utc>>> {
    let ids: Vec<Uuid> = jobs.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT job.id, min(attempt.accepted_at) AS "accepted_at!"
        FROM generation_queue AS job
        JOIN generation_attempts AS attempt ON attempt.job_id = job.id AND attempt.round = job.round
        WHERE job.id = ANY($1) AND attempt.state IN ('accepted', 'succeeded') AND attempt.accepted_at IS NOT NULL
        GROUP BY job.id"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (JobId(row.id), row.accepted_at)).collect())
}
