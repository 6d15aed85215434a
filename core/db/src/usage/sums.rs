//! Sums of `usage_logs`: by day, month, model, action and project. Days are days in UTC.
//!
//! Days that are over are kept as sums (`usage_daily`); what is younger is summed up when it is asked for, by `usage_between`.

use chrono::NaiveDate;
use sqlx::PgConnection;
use studio_model::{MicroDollars, UserId};

use crate::Result;

/// What some jobs used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Used {
    /// Rounds of jobs that ended.
    pub jobs: i64,
    /// Those of them that ended without pictures, cancelled ones included.
    pub failed: i64,
    /// Pictures that came of them.
    pub images: i64,
    /// What was paid.
    pub paid: MicroDollars,
    /// Seconds of computing, where they are known.
    pub seconds: f64,
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// What jobs have in common that are summed up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// The public id of the model.
    Model,
    /// What was asked of it, such as `text-to-image`.
    Action,
    /// The id of the project; empty for none.
    Project,
}

impl Dimension {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Action => "action",
            Self::Project => "project",
        }
    }
}

/// Everything that a user used in a span.
///
/// # Errors
/// When the database cannot be asked.
pub async fn total(conn: &mut PgConnection, user_id: UserId, span: Span) -> Result<Used> {
    let row = sqlx::query!(
        r#"SELECT COALESCE(sum(jobs), 0)::bigint AS "jobs!", COALESCE(sum(failed), 0)::bigint AS "failed!",
            COALESCE(sum(images), 0)::bigint AS "images!", COALESCE(sum(used_microdollars), 0)::bigint AS "paid!",
            COALESCE(sum(seconds), 0) AS "seconds!"
        FROM usage_between($1, $2, $3)"#,
        user_id.0,
        span.first,
        span.last
    );
    let row = row.fetch_one(conn).await?;
    Ok(used(row.jobs, row.failed, row.images, row.paid, row.seconds))
}

/// What a user used on each day of a span on which there was anything, in order.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_day(conn: &mut PgConnection, user_id: UserId, span: Span) -> Result<Vec<(NaiveDate, Used)>> {
    by_unit(conn, user_id, span, "day").await
}

/// As [`by_day`], for the months of a span, each named by its first day.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_month(conn: &mut PgConnection, user_id: UserId, span: Span) -> Result<Vec<(NaiveDate, Used)>> {
    by_unit(conn, user_id, span, "month").await
}

async fn by_unit(conn: &mut PgConnection, user_id: UserId, span: Span, unit: &str) -> Result<Vec<(NaiveDate, Used)>> {
    let rows = sqlx::query!(
        r#"SELECT date_trunc($4, day::timestamp)::date AS "start!", sum(jobs)::bigint AS "jobs!", sum(failed)::bigint AS "failed!",
            sum(images)::bigint AS "images!", sum(used_microdollars)::bigint AS "paid!", sum(seconds) AS "seconds!"
        FROM usage_between($1, $2, $3)
        GROUP BY 1
        ORDER BY 1"#,
        user_id.0,
        span.first,
        span.last,
        unit
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let used = used(row.jobs, row.failed, row.images, row.paid, row.seconds);
        (row.start, used)
    });
    Ok(rows.collect())
}

/// What jobs that have something in common used.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// What that is; empty for jobs without a project.
    pub key: String,
    /// The name of the project, unless it is gone.
    pub project_name: Option<String>,
    /// What they used.
    pub used: Used,
}

/// What a user used in a span for each model, action or project; the dearest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by(conn: &mut PgConnection, user_id: UserId, span: Span, dimension: Dimension) -> Result<Vec<Share>> {
    let rows = sqlx::query!(
        r#"SELECT
            CASE $4 WHEN 'model' THEN model_id WHEN 'action' THEN action ELSE COALESCE(project_id::text, '') END AS "key!",
            min(project.name) FILTER (WHERE $4 = 'project') AS project_name,
            sum(jobs)::bigint AS "jobs!", sum(failed)::bigint AS "failed!", sum(images)::bigint AS "images!",
            sum(used_microdollars)::bigint AS "paid!", sum(seconds) AS "seconds!"
        FROM usage_between($1, $2, $3)
        LEFT JOIN projects AS project ON project.id = project_id AND project.user_id = $1
        GROUP BY 1
        ORDER BY "paid!" DESC, 1"#,
        user_id.0,
        span.first,
        span.last,
        dimension.as_str()
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| Share {
        used: used(row.jobs, row.failed, row.images, row.paid, row.seconds),
        key: row.key,
        project_name: row.project_name,
    });
    Ok(rows.collect())
}

/// Sums up the days before `day` that are not yet, at most `limit` of them; gives how many. They must be over: what is logged for
/// them later is not counted.
///
/// # Errors
/// When the database cannot be asked.
pub async fn keep_days_before(conn: &mut PgConnection, day: NaiveDate, limit: i32) -> Result<u64> {
    let days = sqlx::query_scalar!(
        r#"WITH span AS (
            SELECT next_day AS first, LEAST($1::date, next_day + $2::int) AS after
            FROM usage_rollup
            WHERE next_day < $1
            FOR UPDATE
        ), moved AS (
            UPDATE usage_rollup SET next_day = span.after FROM span
        ), summed AS (
            INSERT INTO usage_daily (
                user_id, day, model_id, action, project_id, jobs, failed, images, used_microdollars, seconds
            )
            SELECT log.user_id, (log.created_at AT TIME ZONE 'UTC')::date, COALESCE(log.model_id, ''), log.action, log.project_id,
                count(*), count(*) FILTER (WHERE NOT log.success), sum(log.images), sum(log.used_microdollars),
                COALESCE(sum(log.generation_time), 0)
            FROM span JOIN usage_logs AS log
                ON log.created_at >= span.first::timestamp AT TIME ZONE 'UTC'
                AND log.created_at < span.after::timestamp AT TIME ZONE 'UTC'
            GROUP BY 1, 2, 3, 4, 5
        )
        SELECT (after - first)::bigint AS "days!" FROM span"#,
        day,
        limit
    );
    Ok(days.fetch_optional(conn).await?.unwrap_or(0).unsigned_abs())
}

/// As the database gives it.
pub(super) const fn used(jobs: i64, failed: i64, images: i64, paid: i64, seconds: f64) -> Used {
    Used {
        jobs,
        failed,
        images,
        paid: MicroDollars(paid),
        seconds,
    }
}
