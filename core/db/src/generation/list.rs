//! Lists of jobs: a user's, the failed ones, those of a batch or of a run.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, Cursor, ImageId, JobId, JobStatus, PageLimit, RecipeRunId, UserId};
use uuid::Uuid;

use super::row::{Job, JobRow};
use crate::Result;

/// Which of a user's jobs to list.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Only jobs in one of these; all when there are none.
    pub statuses: Vec<JobStatus>,
}

/// A page of a user's jobs, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &JobFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Job>> {
    let statuses: Vec<String> = filter.statuses.iter().map(ToString::to_string).collect();
    let rows = sqlx::query_as!(
        JobRow,
        "SELECT * FROM generation_queue
        WHERE user_id = $1
            AND (cardinality($2::text[]) = 0 OR status = ANY($2))
            AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $5",
        user_id.0,
        &statuses,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows()),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Job::try_from).collect()
}

/// Those of these jobs that are the user's, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by_ids(conn: &mut PgConnection, user_id: UserId, ids: &[JobId]) -> Result<Vec<Job>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        JobRow,
        "SELECT * FROM generation_queue WHERE id = ANY($1) AND user_id = $2 ORDER BY id",
        &ids,
        user_id.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Job::try_from).collect()
}

/// Which failed jobs to list; no field means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailedFilter {
    /// Failed for this reason.
    pub error_code: Option<String>,
    /// Of this model.
    pub model_id: Option<String>,
    /// Failed at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Failed before this time.
    pub until: Option<DateTime<Utc>>,
}

/// Places of a page of a user's failed jobs, the longest failed first: when each failed, and its id.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_failed(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &FailedFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Cursor>> {
    let rows = sqlx::query!(
        r#"SELECT id, completed_at AS "at!" FROM generation_queue
        WHERE user_id = $1 AND status = 'failed'
            AND ($2::text IS NULL OR error_code = $2)
            AND ($3::text IS NULL OR model_id = $3)
            AND ($4::timestamptz IS NULL OR completed_at >= $4)
            AND ($5::timestamptz IS NULL OR completed_at < $5)
            AND ($6::timestamptz IS NULL OR (completed_at, id) > ($6, $7::uuid))
        ORDER BY completed_at, id
        LIMIT $8"#,
        user_id.0,
        filter.error_code,
        filter.model_id,
        filter.since,
        filter.until,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows()),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Cursor { at: row.at, id: row.id }).collect())
}

/// Which rows of a batch to list.
#[derive(Clone, Debug)]
pub struct BatchRows<'a> {
    /// The batch.
    pub batch_id: BatchId,
    /// Only jobs in one of these; all when there are none.
    pub statuses: &'a [JobStatus],
    /// Only rows with these values of axes.
    pub axis: Option<serde_json::Value>,
    /// Rows after the one with this number; -1 from the first one on.
    pub after: i32,
}

/// Jobs of a batch in the order of its rows.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_rows(conn: &mut PgConnection, rows: &BatchRows<'_>, limit: PageLimit) -> Result<Vec<Job>> {
    let statuses: Vec<String> = rows.statuses.iter().map(ToString::to_string).collect();
    let found = sqlx::query_as!(
        JobRow,
        "SELECT * FROM generation_queue
        WHERE batch_id = $1 AND batch_row > $2
            AND (cardinality($3::text[]) = 0 OR status = ANY($3))
            AND ($4::jsonb IS NULL OR axes @> $4)
        ORDER BY batch_row
        LIMIT $5",
        rows.batch_id.0,
        rows.after,
        &statuses,
        rows.axis.as_ref(),
        i64::from(limit.rows())
    )
    .fetch_all(conn)
    .await?;
    found.into_iter().map(Job::try_from).collect()
}

/// Which jobs of the steps of a run to list.
#[derive(Clone, Debug)]
pub struct RunJobs<'a> {
    /// The run.
    pub run_id: RecipeRunId,
    /// Only jobs of this step, from 1 on.
    pub step: Option<i16>,
    /// Only jobs in one of these; all when there are none.
    pub statuses: &'a [JobStatus],
    /// Jobs after the one of this step and source.
    pub after: Option<(i16, ImageId)>,
}

/// Jobs of the steps of a run, by step and source picture.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_run_jobs(conn: &mut PgConnection, jobs: &RunJobs<'_>, limit: PageLimit) -> Result<Vec<Job>> {
    let statuses: Vec<String> = jobs.statuses.iter().map(ToString::to_string).collect();
    let found = sqlx::query_as!(
        JobRow,
        "SELECT job.* FROM recipe_items AS item JOIN generation_queue AS job ON job.id = item.job_id
        WHERE item.run_id = $1
            AND ($2::smallint IS NULL OR item.step = $2)
            AND (cardinality($3::text[]) = 0 OR job.status = ANY($3))
            AND ($4::smallint IS NULL OR (item.step, item.source_image_id) > ($4, $5::uuid))
        ORDER BY item.step, item.source_image_id
        LIMIT $6",
        jobs.run_id.0,
        jobs.step,
        &statuses,
        jobs.after.map(|(step, _)| step),
        jobs.after.map(|(_, source)| source.0),
        i64::from(limit.rows())
    )
    .fetch_all(conn)
    .await?;
    found.into_iter().map(Job::try_from).collect()
}
