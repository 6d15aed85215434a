//! `housekeeping_runs`: which chore is due, who is at it, and how the last run went.
//!
//! What a newcomer gets wrong: a run is taken by name under a lease with an owner. Every later statement names the owner, so a
//! process that was silent for too long neither goes on nor overwrites the report of its successor.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// What is stored about a chore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which chore.
    pub name: String,
    /// The next run begins after this time.
    pub due_at: DateTime<Utc>,
    /// Whether a process is at it.
    pub is_running: bool,
    /// When the last run began.
    pub started_at: Option<DateTime<Utc>>,
    /// When a run last ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How long that run took.
    pub duration_ms: Option<i64>,
    /// Rows or objects that it removed.
    pub removed: Option<i64>,
    /// Why it failed.
    pub error: Option<String>,
}

/// All chores, by name.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Run>> {
    let rows = sqlx::query_as!(
        Run,
        r#"SELECT name, due_at, COALESCE(lease_until > now(), false) AS "is_running!", started_at, ended_at, duration_ms, removed, error
        FROM housekeeping_runs
        ORDER BY name"#
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Takes a chore that is due for `owner`; `false` when it is not due or another process is at it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn claim(conn: &mut PgConnection, name: &str, owner: Uuid, lease: Duration) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE housekeeping_runs
        SET lease_owner = $2, lease_until = now() + make_interval(secs => $3), started_at = now()
        WHERE name = $1 AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())",
        name,
        owner,
        lease.as_secs_f64()
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Keeps a chore for another `lease`; `false` when `owner` has lost it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn renew(conn: &mut PgConnection, name: &str, owner: Uuid, lease: Duration) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE housekeeping_runs SET lease_until = now() + make_interval(secs => $3) WHERE name = $1 AND lease_owner = $2",
        name,
        owner,
        lease.as_secs_f64()
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// Rows or objects removed.
    pub removed: i64,
    /// Why it failed.
    pub error: Option<&'a str>,
    /// From the beginning of this run to the next.
    pub next_in: Duration,
}

/// Notes the end of a run, unless `owner` has lost it. A wish of the meantime for another run is kept.
///
/// # Errors
/// When the database cannot be asked.
pub async fn finish(conn: &mut PgConnection, name: &str, owner: Uuid, report: &Report<'_>) -> Result<()> {
    sqlx::query!(
        "UPDATE housekeeping_runs
        SET lease_owner = NULL, lease_until = NULL, ended_at = now(), removed = $3, error = $4,
            duration_ms = GREATEST(0, extract(epoch FROM now() - started_at) * 1000)::bigint,
            due_at = CASE WHEN due_at > started_at THEN due_at ELSE started_at + make_interval(secs => $5) END
        WHERE name = $1 AND lease_owner = $2",
        name,
        owner,
        report.removed,
        report.error,
        report.next_in.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives an unfinished run back; it stays due.
///
/// # Errors
/// When the database cannot be asked.
pub async fn give_back(conn: &mut PgConnection, name: &str, owner: Uuid) -> Result<()> {
    sqlx::query!(
        "UPDATE housekeeping_runs SET lease_owner = NULL, lease_until = NULL WHERE name = $1 AND lease_owner = $2",
        name,
        owner
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a chore due now, again after a run that is under way; `false` when there is none of this name.
///
/// # Errors
/// When the database cannot be asked.
pub async fn make_due(conn: &mut PgConnection, name: &str) -> Result<bool> {
    let done = sqlx::query!("UPDATE housekeeping_runs SET due_at = now() WHERE name = $1", name);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
