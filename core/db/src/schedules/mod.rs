//! `schedules` and `schedule_runs`: batches that recur, and what became of each due time.
//!
//! What owners do with a schedule is here, what the workers do with it in [`tick`], its runs in [`runs`].
//! What a newcomer gets wrong: `updated_at` is the owner's version of the row. Firing moves `planned_until` and
//! `next_due_at` only, or nobody could change a schedule that fires every minute. It grows with every change,
//! whatever the clock does.

mod row;
pub mod runs;
pub mod tick;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, ScheduleId, UserId};

pub use row::Schedule;
use row::ScheduleRow;

use crate::{Result, ensure_affected};

/// What an owner sets.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Wanted {
    pub name: String,
    pub cron: String,
    pub zone: String,
    pub request: serde_json::Value,
    pub table_text: Option<String>,
    pub overlap: &'static str,
    pub misfire: &'static str,
    pub misfire_max: Option<i32>,
    pub jitter_s: i32,
    pub budget_microdollars: Option<i64>,
    pub pause_after: i32,
}

/// Up to when a schedule is decided, and what follows.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Every due time up to here has been decided about.
    pub until: DateTime<Utc>,
    /// The next one.
    pub next_due_at: Option<DateTime<Utc>>,
}

/// Adds a schedule.
///
/// # Errors
/// A constraint error when a reference or a range is wrong.
pub async fn insert(
    conn: &mut PgConnection,
    id: ScheduleId,
    user_id: UserId,
    wanted: &Wanted,
    plan: Plan,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO schedules (
            id, user_id, name, cron, zone, request, table_text, overlap, misfire, misfire_max, jitter_s,
            budget_microdollars, pause_after, planned_until, next_due_at, created_at, updated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)",
        id.0,
        user_id.0,
        wanted.name,
        wanted.cron,
        wanted.zone,
        wanted.request,
        wanted.table_text,
        wanted.overlap,
        wanted.misfire,
        wanted.misfire_max,
        wanted.jitter_s,
        wanted.budget_microdollars,
        wanted.pause_after,
        plan.until,
        plan.next_due_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces what an owner sets.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when there is no such schedule.
pub async fn update(
    conn: &mut PgConnection,
    id: ScheduleId,
    wanted: &Wanted,
    plan: Plan,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE schedules
        SET name = $2, cron = $3, zone = $4, request = $5, table_text = $6, overlap = $7, misfire = $8, misfire_max = $9,
            jitter_s = $10, budget_microdollars = $11, pause_after = $12, planned_until = $13, next_due_at = $14,
            updated_at = GREATEST($15, updated_at + interval '1 microsecond')
        WHERE id = $1",
        id.0,
        wanted.name,
        wanted.cron,
        wanted.zone,
        wanted.request,
        wanted.table_text,
        wanted.overlap,
        wanted.misfire,
        wanted.misfire_max,
        wanted.jitter_s,
        wanted.budget_microdollars,
        wanted.pause_after,
        plan.until,
        plan.next_due_at,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// A schedule, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: ScheduleId) -> Result<Option<Schedule>> {
    let row = sqlx::query_as!(
        ScheduleRow,
        "SELECT id, user_id, name, cron, zone, request, overlap, misfire, misfire_max, jitter_s, budget_microdollars, pause_after,
            consecutive_failures, pause_reason, planned_until, next_due_at, created_at, updated_at
        FROM schedules WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Schedule::from))
}

/// A schedule, for its owner, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: ScheduleId) -> Result<Option<Schedule>> {
    let row = sqlx::query_as!(
        ScheduleRow,
        "SELECT id, user_id, name, cron, zone, request, overlap, misfire, misfire_max, jitter_s, budget_microdollars, pause_after,
            consecutive_failures, pause_reason, planned_until, next_due_at, created_at, updated_at
        FROM schedules WHERE id = $1 AND user_id = $2 FOR UPDATE",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Schedule::from))
}

/// The CSV text of a schedule's request.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_table(conn: &mut PgConnection, id: ScheduleId) -> Result<Option<String>> {
    let text = sqlx::query_scalar!("SELECT table_text FROM schedules WHERE id = $1", id.0);
    Ok(text.fetch_optional(conn).await?.flatten())
}

/// A page of a user's schedules, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Schedule>> {
    let rows = sqlx::query_as!(
        ScheduleRow,
        "SELECT id, user_id, name, cron, zone, request, overlap, misfire, misfire_max, jitter_s, budget_microdollars, pause_after,
            consecutive_failures, pause_reason, planned_until, next_due_at, created_at, updated_at
        FROM schedules
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Schedule::from).collect())
}

/// How many schedules a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM schedules WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Holds a schedule back.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when there is no such schedule.
pub async fn pause(conn: &mut PgConnection, id: ScheduleId, reason: &str, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE schedules SET is_paused = true, pause_reason = $2, updated_at = GREATEST($3, updated_at + interval '1 microsecond')
        WHERE id = $1",
        id.0,
        reason,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Lets it go on from now, its failures forgotten.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when there is no such schedule.
pub async fn resume(conn: &mut PgConnection, id: ScheduleId, plan: Plan, now: DateTime<Utc>) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE schedules
        SET is_paused = false, pause_reason = NULL, consecutive_failures = 0, planned_until = $2, next_due_at = $3,
            updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id = $1",
        id.0,
        plan.until,
        plan.next_due_at,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Removes a schedule with its runs; their batches stay. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: ScheduleId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM schedules WHERE id = $1 AND user_id = $2", id.0, user_id.0);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
