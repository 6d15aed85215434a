//! `plugin_shadow_runs`, and the finished jobs that they repeat.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{JobId, UserId};

use super::{Digest, digest_of};
use crate::Result;

/// What a version would have done.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadowRun {
    /// The version that was tried.
    pub digest: Digest,
    /// The version whose jobs were repeated.
    pub against: Digest,
    /// Jobs asked for, 1 to 200.
    pub asked: i32,
    /// Jobs that would have gone the same way.
    pub same: i32,
    /// Jobs that would have gone another way.
    pub differed: i32,
    /// Jobs that it would have refused or broken at.
    pub failed: i32,
    /// What came of each.
    pub jobs: Value,
    /// When.
    pub ran_at: DateTime<Utc>,
    /// By which administrator.
    pub ran_by: Option<UserId>,
}

/// The last completed jobs of a version, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_completed_jobs(conn: &mut PgConnection, digest: &Digest, limit: i64) -> Result<Vec<JobId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM generation_queue WHERE plugin_digest = $1 AND status = 'completed' ORDER BY completed_at DESC LIMIT $2",
        &digest[..],
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(JobId).collect())
}

/// The provider's answers to the calls of a job's round, in the order of the plugin's steps, with the units it billed.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_answers(conn: &mut PgConnection, job_id: JobId, round: i32) -> Result<Vec<(Value, Option<f64>)>> {
    let rows = sqlx::query!(
        r#"SELECT output AS "output!", billable_units FROM generation_attempts
        WHERE job_id = $1 AND round = $2 AND state = 'succeeded' AND output IS NOT NULL
        ORDER BY number"#,
        job_id.0,
        round
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.output, row.billable_units)).collect())
}

/// Keeps a run in place of the one before.
///
/// # Errors
/// A constraint error when a version is not stored.
pub async fn put_shadow_run(conn: &mut PgConnection, run: &ShadowRun) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plugin_shadow_runs (digest, against, asked, same, differed, failed, jobs, ran_at, ran_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (digest) DO UPDATE SET against = EXCLUDED.against, asked = EXCLUDED.asked, same = EXCLUDED.same,
            differed = EXCLUDED.differed, failed = EXCLUDED.failed, jobs = EXCLUDED.jobs, ran_at = EXCLUDED.ran_at,
            ran_by = EXCLUDED.ran_by",
        &run.digest[..],
        &run.against[..],
        run.asked,
        run.same,
        run.differed,
        run.failed,
        run.jobs,
        run.ran_at,
        run.ran_by.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last run of a version.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_shadow_run(conn: &mut PgConnection, digest: &Digest) -> Result<Option<ShadowRun>> {
    let row = sqlx::query!(
        "SELECT against, asked, same, differed, failed, jobs, ran_at, ran_by FROM plugin_shadow_runs WHERE digest = $1",
        &digest[..]
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(None);
    };
    Ok(Some(ShadowRun {
        digest: *digest,
        against: digest_of(&row.against, "a shadow run")?,
        asked: row.asked,
        same: row.same,
        differed: row.differed,
        failed: row.failed,
        jobs: row.jobs,
        ran_at: row.ran_at,
        ran_by: row.ran_by.map(UserId),
    }))
}
