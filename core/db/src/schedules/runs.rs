//! Runs of a schedule. Every change names the state it leaves, so that no two processes make the same one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, Cursor, PageLimit, ScheduleId, ScheduleRunId};
use uuid::Uuid;

use crate::Result;

/// A run. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Run {
    pub id: ScheduleRunId,
    pub due_at: DateTime<Utc>,
    pub start_at: DateTime<Utc>,
    pub is_manual: bool,
    pub state: String,
    pub message: Option<String>,
    pub missed: i64,
    pub batch_id: Option<BatchId>,
    pub fired_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub delayed_since: Option<DateTime<Utc>>,
}

struct RunRow {
    id: Uuid,
    due_at: DateTime<Utc>,
    start_at: DateTime<Utc>,
    is_manual: bool,
    state: String,
    message: Option<String>,
    missed: i64,
    batch_id: Option<Uuid>,
    fired_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    delayed_since: Option<DateTime<Utc>>,
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        Self {
            id: ScheduleRunId(row.id),
            due_at: row.due_at,
            start_at: row.start_at,
            is_manual: row.is_manual,
            state: row.state,
            message: row.message,
            missed: row.missed,
            batch_id: row.batch_id.map(BatchId),
            fired_at: row.fired_at,
            ended_at: row.ended_at,
            delayed_since: row.delayed_since,
        }
    }
}

/// A run about to wait for its start.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// Its id.
    pub id: ScheduleRunId,
    /// Of which schedule.
    pub schedule_id: ScheduleId,
    /// Its due time.
    pub due_at: DateTime<Utc>,
    /// When to start it.
    pub start_at: DateTime<Utc>,
    /// Asked for by hand, perhaps with a key.
    pub manual: Option<Option<&'a str>>,
}

/// Adds a run that waits; `false` when this due time, or this key, has one.
///
/// # Errors
/// When the schedule is gone or the database cannot be asked.
pub async fn insert_waiting(conn: &mut PgConnection, run: &NewRun<'_>, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO schedule_runs (id, schedule_id, due_at, start_at, is_manual, run_key, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7)
        ON CONFLICT DO NOTHING",
        run.id.0,
        run.schedule_id.0,
        run.due_at,
        run.start_at,
        run.manual.is_some(),
        run.manual.flatten(),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes due times that are given up, in one row at the first of them.
///
/// # Errors
/// When the schedule is gone or the database cannot be asked.
pub async fn insert_missed(
    conn: &mut PgConnection,
    id: ScheduleRunId,
    schedule_id: ScheduleId,
    first_due_at: DateTime<Utc>,
    missed: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO schedule_runs (id, schedule_id, due_at, start_at, state, missed, created_at, ended_at)
        VALUES ($1, $2, $3, $3, 'skipped_misfire', $4, $5, $5)
        ON CONFLICT DO NOTHING",
        id.0,
        schedule_id.0,
        first_due_at,
        missed,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The runs that wait and may start by now, the oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_waiting(
    conn: &mut PgConnection,
    schedule_id: ScheduleId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Run>> {
    let rows = sqlx::query_as!(
        RunRow,
        "SELECT id, due_at, start_at, is_manual, state, message, missed, batch_id, fired_at, ended_at, delayed_since
        FROM schedule_runs
        WHERE schedule_id = $1 AND state = 'waiting' AND start_at <= $2
        ORDER BY due_at LIMIT $3",
        schedule_id.0,
        now,
        limit
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Run::from).collect())
}

/// How many runs wait.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_waiting(conn: &mut PgConnection, schedule_id: ScheduleId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM schedule_runs WHERE schedule_id = $1 AND state = 'waiting'"#,
        schedule_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// A started run and where its batch stands.
#[derive(Clone, Copy, Debug)]
pub struct StartedRun {
    /// The run.
    pub id: ScheduleRunId,
    /// Its batch, if that is still there.
    pub batch_id: Option<BatchId>,
    /// All its jobs have ended, or it is gone.
    pub has_ended: bool,
    /// It is to be cancelled, or was, or is gone.
    pub is_cancelled: bool,
}

/// The runs that have started and are not settled yet, the oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_started(conn: &mut PgConnection, schedule_id: ScheduleId) -> Result<Vec<StartedRun>> {
    let rows = sqlx::query!(
        r#"SELECT run.id, run.batch_id,
            batch.id IS NULL OR batch.ended_at IS NOT NULL AS "has_ended!",
            batch.id IS NULL OR batch.cancel_requested_at IS NOT NULL AS "is_cancelled!"
        FROM schedule_runs AS run LEFT JOIN batches AS batch ON batch.id = run.batch_id
        WHERE run.schedule_id = $1 AND run.state = 'started'
        ORDER BY run.due_at"#,
        schedule_id.0
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| StartedRun {
            id: ScheduleRunId(row.id),
            batch_id: row.batch_id.map(BatchId),
            has_ended: row.has_ended,
            is_cancelled: row.is_cancelled,
        })
        .collect())
}

/// Ties a run that waits to its batch; `false` when it waits no longer, and the batch must not be made.
///
/// # Errors
/// When the database cannot be asked.
pub async fn start(conn: &mut PgConnection, id: ScheduleRunId, batch_id: BatchId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE schedule_runs SET state = 'started', batch_id = $2, fired_at = $3, message = NULL
        WHERE id = $1 AND state = 'waiting'",
        id.0,
        batch_id.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Ends a run that is in the state `from`; `false` when it is not, any more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn end(
    conn: &mut PgConnection,
    id: ScheduleRunId,
    from: &str,
    state: &str,
    message: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE schedule_runs SET state = $3, message = $4, ended_at = $5 WHERE id = $1 AND state = $2",
        id.0,
        from,
        state,
        message,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Starts a waiting run later, and says why.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delay(
    conn: &mut PgConnection,
    id: ScheduleRunId,
    until: DateTime<Utc>,
    message: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE schedule_runs SET start_at = $2, message = $3, delayed_since = COALESCE(delayed_since, $4)
        WHERE id = $1 AND state = 'waiting'",
        id.0,
        until,
        message,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends all runs that wait because their schedule is paused.
///
/// # Errors
/// When the database cannot be asked.
pub async fn skip_waiting(conn: &mut PgConnection, schedule_id: ScheduleId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE schedule_runs SET state = 'skipped_paused', ended_at = $2 WHERE schedule_id = $1 AND state = 'waiting'",
        schedule_id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A run.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection, id: ScheduleRunId) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        RunRow,
        "SELECT id, due_at, start_at, is_manual, state, message, missed, batch_id, fired_at, ended_at, delayed_since
        FROM schedule_runs WHERE id = $1",
        id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Run::from))
}

/// The run that was asked for by hand with this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_by_key(conn: &mut PgConnection, schedule_id: ScheduleId, key: &str) -> Result<Option<Run>> {
    let row = sqlx::query_as!(
        RunRow,
        "SELECT id, due_at, start_at, is_manual, state, message, missed, batch_id, fired_at, ended_at, delayed_since
        FROM schedule_runs WHERE schedule_id = $1 AND run_key = $2",
        schedule_id.0,
        key
    );
    Ok(row.fetch_optional(conn).await?.map(Run::from))
}

/// A page of a schedule's runs, the newest due time first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    schedule_id: ScheduleId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Run>> {
    let rows = sqlx::query_as!(
        RunRow,
        "SELECT id, due_at, start_at, is_manual, state, message, missed, batch_id, fired_at, ended_at, delayed_since
        FROM schedule_runs
        WHERE schedule_id = $1 AND ($2::timestamptz IS NULL OR (due_at, id) < ($2, $3::uuid))
        ORDER BY due_at DESC, id DESC
        LIMIT $4",
        schedule_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Run::from).collect())
}

/// Forgets up to `limit` runs that ended more than `days` ago, the oldest first; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, days: i32, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM schedule_runs WHERE id = ANY (ARRAY(
            SELECT id FROM schedule_runs WHERE ended_at < now() - make_interval(days => $1) ORDER BY ended_at LIMIT $2
        ))",
        days,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
