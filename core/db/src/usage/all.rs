//! Sums of everybody's `usage_logs`, and how much there is of what, for administrators. Days are days in UTC.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use studio_model::{MicroDollars, UserId};
use uuid::Uuid;

use super::sums::{Span, Used, used};
use crate::Result;

/// What a user used.
#[derive(Clone, Debug, PartialEq)]
pub struct UserShare {
    /// Who.
    pub user_id: UserId,
    /// How they sign in.
    pub email: String,
    /// What they used.
    pub used: Used,
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Installation {
    /// Accounts.
    pub users: i64,
    /// Those of them that are switched on.
    pub active_users: i64,
    /// Those that were made since the time that was asked for.
    pub new_users: i64,
    /// Those that logged in since then.
    pub seen_users: i64,
    /// What all can spend together.
    pub balances: MicroDollars,
    /// Jobs that wait.
    pub pending_jobs: i64,
    /// Jobs that are under way.
    pub processing_jobs: i64,
    /// Batches that have not ended.
    pub open_batches: i64,
}

/// How much there is; accounts are told apart by what happened since `since`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_installation(conn: &mut PgConnection, since: DateTime<Utc>) -> Result<Installation> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "users!", count(*) FILTER (WHERE is_active) AS "active!",
            count(*) FILTER (WHERE created_at >= $1) AS "new!", count(*) FILTER (WHERE last_login >= $1) AS "seen!",
            COALESCE(sum(balance_microdollars), 0)::bigint AS "balances!",
            (SELECT count(*) FROM generation_queue WHERE status = 'pending') AS "pending!",
            (SELECT count(*) FROM generation_queue WHERE status = 'processing') AS "processing!",
            (SELECT count(*) FROM batches WHERE ended_at IS NULL) AS "batches!"
        FROM users"#,
        since
    );
    let row = row.fetch_one(conn).await?;
    Ok(Installation {
        users: row.users,
        active_users: row.active,
        new_users: row.new,
        seen_users: row.seen,
        balances: MicroDollars(row.balances),
        pending_jobs: row.pending,
        processing_jobs: row.processing,
        open_batches: row.batches,
    })
}

/// What all users used on each day of a span on which there was anything, in order.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_day(conn: &mut PgConnection, span: Span) -> Result<Vec<(NaiveDate, Used)>> {
    let rows = sqlx::query!(
        r#"SELECT day AS "day!", sum(jobs)::bigint AS "jobs!", sum(failed)::bigint AS "failed!", sum(images)::bigint AS "images!",
            sum(used_microdollars)::bigint AS "paid!", sum(seconds) AS "seconds!"
        FROM usage_of_all_between($1, $2)
        GROUP BY 1
        ORDER BY 1"#,
        span.first,
        span.last
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let used = used(row.jobs, row.failed, row.images, row.paid, row.seconds);
        (row.day, used)
    });
    Ok(rows.collect())
}

/// What was used of each model in a span; the dearest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_model(conn: &mut PgConnection, span: Span) -> Result<Vec<(String, Used)>> {
    let rows = sqlx::query!(
        r#"SELECT model_id AS "model_id!", sum(jobs)::bigint AS "jobs!", sum(failed)::bigint AS "failed!",
            sum(images)::bigint AS "images!", sum(used_microdollars)::bigint AS "paid!", sum(seconds) AS "seconds!"
        FROM usage_of_all_between($1, $2)
        GROUP BY 1
        ORDER BY "paid!" DESC, 1"#,
        span.first,
        span.last
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let used = used(row.jobs, row.failed, row.images, row.paid, row.seconds);
        (row.model_id, used)
    });
    Ok(rows.collect())
}

/// Up to `limit` users who paid most in a span.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_user(conn: &mut PgConnection, span: Span, limit: i64) -> Result<Vec<UserShare>> {
    let rows = sqlx::query!(
        r#"SELECT used.user_id AS "user_id!: Uuid", owner.email, used.jobs AS "jobs!", used.failed AS "failed!",
            used.images AS "images!", used.paid AS "paid!", used.seconds AS "seconds!"
        FROM (
            SELECT user_id, sum(jobs)::bigint AS jobs, sum(failed)::bigint AS failed, sum(images)::bigint AS images,
                sum(used_microdollars)::bigint AS paid, sum(seconds) AS seconds
            FROM usage_of_all_between($1, $2)
            GROUP BY 1
            ORDER BY paid DESC, jobs DESC, user_id
            LIMIT $3
        ) AS used JOIN users AS owner ON owner.id = used.user_id
        ORDER BY used.paid DESC, used.jobs DESC, used.user_id"#,
        span.first,
        span.last,
        limit
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| UserShare {
        user_id: UserId(row.user_id),
        email: row.email,
        used: used(row.jobs, row.failed, row.images, row.paid, row.seconds),
    });
    Ok(rows.collect())
}
