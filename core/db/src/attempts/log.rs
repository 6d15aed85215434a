//! Calls as a log: what owners read of it, and what is forgotten.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{AttemptState, JobId};

use crate::{Error, Result};

/// Forgets up to `limit` ended calls of jobs that ended more than `days` ago, with their webhooks, the oldest first; gives how many
/// calls. A call of unknown outcome stays: it says that something may have been paid.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_of_jobs_ended_before(conn: &mut PgConnection, days: i32, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM generation_attempts WHERE id = ANY (ARRAY(
            SELECT attempt.id
            FROM generation_attempts AS attempt
            JOIN generation_queue AS job ON job.id = attempt.job_id
            WHERE attempt.ended_at < now() - make_interval(days => $1)
                -- A job that runs again has no such time.
                AND job.completed_at < now() - make_interval(days => $1)
            ORDER BY attempt.ended_at LIMIT $2
        ))",
        days,
        limit
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A call as its user may see it: without what was sent and what came.
#[derive(Clone, Debug)]
pub struct Call {
    /// 1 for the job's first call, then 2, …
    pub number: i32,
    /// The job's round.
    pub round: i32,
    /// Which of the plugin's calls.
    pub step: i32,
    /// The plugin's word for the call.
    pub label: String,
    /// The provider's endpoint.
    pub endpoint: String,
    /// What is known about it.
    pub state: AttemptState,
    /// The provider's id, also one that an unclear answer mentioned.
    pub request_id: Option<String>,
    /// Why it ended without a result, or why its outcome is unclear.
    pub error: Option<String>,
    /// When the intent was committed.
    pub created_at: DateTime<Utc>,
    /// When the provider took it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// All calls of a job, oldest first. The caller has found the job to be the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by_job(conn: &mut PgConnection, job_id: JobId) -> Result<Vec<Call>> {
    let rows = sqlx::query!(
        "SELECT id, number, round, step, label, endpoint, state, request_id, error, created_at, accepted_at, ended_at
        FROM generation_attempts
        WHERE job_id = $1
        ORDER BY number",
        job_id.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Call {
                number: row.number,
                round: row.round,
                step: row.step,
                label: row.label,
                endpoint: row.endpoint,
                state: AttemptState::parse(&row.state).ok_or_else(|| Error::ImpossibleRow {
                    table: "generation_attempts",
                    column: "state",
                    id: row.id.to_string(),
                })?,
                request_id: row.request_id,
                error: row.error,
                created_at: row.created_at,
                accepted_at: row.accepted_at,
                ended_at: row.ended_at,
            })
        })
        .collect()
}
