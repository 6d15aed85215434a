//! The two writes around a call to the provider, each one statement: what is about to be called, and that it was taken.
//!
//! One statement each, because every job passes here and a round trip costs more than the write.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::AttemptId;

use super::held::Hold;
use crate::attempts::row::AttemptRow;
use crate::attempts::{Acceptance, Attempt, NewAttempt};
use crate::{Error, Result};

/// Commits to a call: the job is `submitting` with `notes` for its owner, which replace those that there are, and the call has a
/// row, numbered after the job's last one. Gives `false`, having done nothing, when the job was taken away.
///
/// The owner is told of what comes of the call, a moment later.
///
/// # Errors
/// A constraint error (`generation_attempts_one_open`) while an earlier call of the job may still be alive.
pub async fn commit(conn: &mut PgConnection, hold: Hold, notes: &[String], call: &NewAttempt) -> Result<bool> {
    let done = sqlx::query!(
        "WITH job AS (
            UPDATE generation_queue
            SET status = 'processing', phase = 'submitting', started_at = COALESCE(started_at, now()), updated_at = now(),
                provider_position = NULL, notes = $3
            WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL
            RETURNING id
        )
        INSERT INTO generation_attempts (id, job_id, number, round, step, label, token, endpoint, input, plugin_state)
        SELECT $4, job.id, COALESCE((SELECT max(number) FROM generation_attempts WHERE job_id = $1), 0) + 1,
            $5, $6, $7, $8, $9, $10, $11
        FROM job",
        hold.job_id.0,
        hold.release_no,
        Value::from(notes),
        call.id.0,
        call.round,
        call.step,
        call.label,
        call.token,
        call.endpoint,
        call.input,
        call.plugin_state
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A call that the provider took, and what is known of its job.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The call as it is now.
    pub attempt: Attempt,
    /// Whether the job is still ours; only then it is `submitted` now.
    pub is_held: bool,
    /// When its owner asked to cancel it, if it is still ours.
    pub cancel_requested_at: Option<DateTime<Utc>>,
}

/// The provider took the call: stores where it is followed, moves the job to `submitted` and tells its owner.
///
/// The call's part is not fenced: the request is ours whoever has the job now.
///
/// # Errors
/// [`Error::AffectedRows`] when the call has ended; a constraint error (`generation_attempts_request_id`) when another call has
/// this request id.
pub async fn accept(
    conn: &mut PgConnection,
    hold: Hold,
    call: AttemptId,
    acceptance: &Acceptance,
    position: Option<i32>,
) -> Result<Taken> {
    // The count of `job` is asked for so that the job's row is locked before the call's, as everybody does it.
    let row = sqlx::query!(
        r#"WITH job AS (
            UPDATE generation_queue
            SET phase = 'submitted', fal_request_id = $4, provider_position = $8, progress = NULL, updated_at = now()
            WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL
                AND EXISTS (SELECT FROM generation_attempts WHERE id = $3 AND state IN ('intended', 'unknown', 'accepted'))
            RETURNING id, user_id, cancel_requested_at
        ), told AS (
            INSERT INTO events (user_id, kind, subject_id) SELECT user_id, 'job', id FROM job
        ), call AS (
            UPDATE generation_attempts
            SET state = 'accepted', request_id = $4, status_url = $5, response_url = $6, cancel_url = $7,
                accepted_at = COALESCE(accepted_at, now())
            WHERE id = $3 AND state IN ('intended', 'unknown', 'accepted') AND (SELECT count(*) FROM job) >= 0
            RETURNING *
        )
        SELECT call.id AS "id!", call.job_id AS "job_id!", call.number AS "number!", call.round AS "round!", call.step AS "step!",
            call.label AS "label!", call.token AS "token!", call.endpoint AS "endpoint!", call.input AS "input!",
            call.plugin_state AS "plugin_state!", call.state AS "state!", call.request_id, call.status_url, call.response_url,
            call.cancel_url, call.output, call.billable_units, call.created_at AS "created_at!", call.accepted_at, call.ended_at,
            job.id IS NOT NULL AS "is_held!", job.cancel_requested_at
        FROM call LEFT JOIN job ON true"#,
        hold.job_id.0,
        hold.release_no,
        call.0,
        acceptance.request_id,
        acceptance.status_url,
        acceptance.response_url,
        acceptance.cancel_url,
        position
    )
    .fetch_optional(conn)
    .await?;
    let row = row.ok_or(Error::AffectedRows { expected: 1, actual: 0 })?;
    let (is_held, cancel_requested_at) = (row.is_held, row.cancel_requested_at);
    let attempt = AttemptRow {
        id: row.id,
        job_id: row.job_id,
        number: row.number,
        round: row.round,
        step: row.step,
        label: row.label,
        token: row.token,
        endpoint: row.endpoint,
        input: row.input,
        plugin_state: row.plugin_state,
        state: row.state,
        request_id: row.request_id,
        status_url: row.status_url,
        response_url: row.response_url,
        cancel_url: row.cancel_url,
        output: row.output,
        billable_units: row.billable_units,
        created_at: row.created_at,
        accepted_at: row.accepted_at,
        ended_at: row.ended_at,
    };
    Ok(Taken {
        attempt: attempt.try_into()?,
        is_held,
        cancel_requested_at,
    })
}
