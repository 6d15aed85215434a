//! What the workers ask and change when they look after schedules.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ScheduleId, UserId};

use super::{Plan, Schedule, row::ScheduleRow};
use crate::{Result, ensure_affected};

/// Half of the key of the advisory lock under which one process at a time looks after a schedule ("stus" in ASCII).
const KEEPER_LOCK: i64 = 0x7374_7573;

/// Schedules with something to do: a due time, a run that may start, a batch that has ended.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_calling(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ScheduleId, UserId)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", user_id AS "user_id!", min(since) AS since FROM (
            SELECT id, user_id, next_due_at AS since FROM schedules WHERE NOT is_paused AND next_due_at <= $1
            UNION ALL
            SELECT schedule.id, schedule.user_id, run.start_at
            FROM schedule_runs AS run JOIN schedules AS schedule ON schedule.id = run.schedule_id
            WHERE run.state = 'waiting' AND run.start_at <= $1
                -- It queues behind a batch that works, whose end calls.
                AND NOT (schedule.overlap = 'queue' AND EXISTS (
                    SELECT FROM schedule_runs AS earlier JOIN batches AS batch ON batch.id = earlier.batch_id
                    WHERE earlier.schedule_id = schedule.id AND earlier.state = 'started' AND batch.ended_at IS NULL
                ))
            UNION ALL
            SELECT schedule.id, schedule.user_id, run.fired_at
            FROM schedule_runs AS run
            JOIN schedules AS schedule ON schedule.id = run.schedule_id
            LEFT JOIN batches AS batch ON batch.id = run.batch_id
            WHERE run.state = 'started' AND (batch.id IS NULL OR batch.ended_at IS NOT NULL)
        ) AS calling
        GROUP BY id, user_id ORDER BY since LIMIT $2"#,
        now,
        limit
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (ScheduleId(row.id), UserId(row.user_id)))
        .collect())
}

/// The first moment after `now` at which a schedule calls by itself.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_next_call(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!(
        "SELECT LEAST(
            (SELECT min(next_due_at) FROM schedules WHERE NOT is_paused AND next_due_at > $1),
            (SELECT min(start_at) FROM schedule_runs WHERE state = 'waiting' AND start_at > $1)
        )",
        now
    );
    Ok(at.fetch_one(conn).await?)
}

/// Takes the right to look after a schedule until the end of the transaction; `false` when another process has it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn try_keep(conn: &mut PgConnection, id: ScheduleId) -> Result<bool> {
    let got = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1, $2)) AS "got!""#,
        id.0.to_string(),
        KEEPER_LOCK
    );
    Ok(got.fetch_one(conn).await?)
}

/// A schedule, locked until the end of the transaction, and whether its owner's account is switched on and stays.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock(conn: &mut PgConnection, id: ScheduleId) -> Result<Option<(Schedule, bool)>> {
    let row = sqlx::query_as!(
        ScheduleRow,
        "SELECT id, user_id, name, cron, zone, request, overlap, misfire, misfire_max, jitter_s, budget_microdollars, pause_after,
            consecutive_failures, pause_reason, planned_until, next_due_at, created_at, updated_at
        FROM schedules WHERE id = $1 FOR UPDATE",
        id.0
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    let is_active = sqlx::query_scalar!("SELECT is_open FROM users WHERE id = $1", row.user_id)
        .fetch_one(conn)
        .await?;
    Ok(Some((row.into(), is_active)))
}

/// Notes that every due time up to `plan.until` is decided.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the schedule is gone.
pub async fn advance(conn: &mut PgConnection, id: ScheduleId, plan: Plan) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE schedules SET planned_until = $2, next_due_at = $3 WHERE id = $1",
        id.0,
        plan.until,
        plan.next_due_at
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Counts failed runs in a row.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when the schedule is gone.
pub async fn set_failures(conn: &mut PgConnection, id: ScheduleId, failures: i32) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE schedules SET consecutive_failures = $2 WHERE id = $1",
        id.0,
        failures
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
