//! `budgets`: what their owners want to spend at most.
//!
//! A hold counts at once and what of it returns is taken off again, if it was held in the same period. Both happen in the
//! transaction that moves the money, after the user's row is locked by it, so that two holds never slip under one limit.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;
use studio_model::{BatchId, BudgetPeriod, JobId, MicroDollars, NotificationKind, UserId};
use uuid::Uuid;

use crate::notifications::{self, News};
use crate::{Error, Result, users};

/// A limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Key.
    pub id: Uuid,
    /// Of this project; of everything where there is none.
    pub project_id: Option<Uuid>,
    /// The span.
    pub period: BudgetPeriod,
    /// More than zero.
    pub limit: MicroDollars,
    /// Refuses; a soft one only tells.
    pub is_hard: bool,
    /// When the period began that `used` counts.
    pub period_start: DateTime<Utc>,
    /// Held and paid in it.
    pub used: MicroDollars,
    /// When it was last set.
    pub updated_at: DateTime<Utc>,
}

struct BudgetRow {
    id: Uuid,
    project_id: Option<Uuid>,
    period: String,
    limit_microdollars: i64,
    is_hard: bool,
    period_start: DateTime<Utc>,
    used_microdollars: i64,
    updated_at: DateTime<Utc>,
}

impl TryFrom<BudgetRow> for Budget {
    type Error = Error;

    fn try_from(row: BudgetRow) -> Result<Self> {
        let period = BudgetPeriod::parse(&row.period).ok_or_else(|| Error::ImpossibleRow {
            table: "budgets",
            column: "period",
            id: row.id.to_string(),
        })?;
        Ok(Self {
            id: row.id,
            project_id: row.project_id,
            period,
            limit: MicroDollars(row.limit_microdollars),
            is_hard: row.is_hard,
            period_start: row.period_start,
            used: MicroDollars(row.used_microdollars),
            updated_at: row.updated_at,
        })
    }
}

/// A user's budgets, those of everything first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<Budget>> {
    let rows = sqlx::query_as!(
        BudgetRow,
        "SELECT id, project_id, period, limit_microdollars, is_hard, period_start, used_microdollars, updated_at
        FROM budgets WHERE user_id = $1 ORDER BY project_id NULLS FIRST, period",
        user_id.0
    );
    rows.fetch_all(conn).await?.into_iter().map(Budget::try_from).collect()
}

/// Sets a budget, replacing the limit of the one that there is. A new one begins with what was paid and is held
/// since its period began.
///
/// # Errors
/// A constraint error for a limit of zero or less.
pub async fn put(conn: &mut PgConnection, user_id: UserId, budget: &Budget, now: DateTime<Utc>) -> Result<Budget> {
    // A statement of its own: the next one sees the holds of those who had the row before.
    users::lock(conn, user_id).await?;
    let row = sqlx::query_as!(
        BudgetRow,
        r#"INSERT INTO budgets AS budget (
            id, user_id, project_id, period, limit_microdollars, is_hard, period_start, used_microdollars, created_at, updated_at
        )
        SELECT $1, $2, $3, $4, $5, $6, start.at, COALESCE((
                SELECT sum(usage.used_microdollars) FROM usage_logs AS usage LEFT JOIN generation_queue AS job ON job.id = usage.job_id
                WHERE usage.user_id = $2 AND usage.created_at >= start.at AND ($3::uuid IS NULL OR job.project_id = $3)
            ), 0)::bigint + COALESCE((
                SELECT sum(held_microdollars) FROM generation_queue
                WHERE user_id = $2 AND status IN ('pending', 'processing') AND ($3::uuid IS NULL OR project_id = $3)
                    AND COALESCE(held_at, created_at) >= start.at
            ), 0)::bigint + COALESCE((
                SELECT sum(held_microdollars) FROM batches
                WHERE user_id = $2 AND ended_at IS NULL AND ($3::uuid IS NULL OR project_id = $3) AND created_at >= start.at
            ), 0)::bigint, $7, $7
        FROM (SELECT date_trunc($4, $7::timestamptz, 'UTC') AS at) AS start
        ON CONFLICT ON CONSTRAINT budgets_once DO UPDATE
            SET limit_microdollars = EXCLUDED.limit_microdollars, is_hard = EXCLUDED.is_hard, updated_at = EXCLUDED.updated_at
        RETURNING id, project_id, period, limit_microdollars, is_hard, period_start, used_microdollars, updated_at"#,
        budget.id,
        user_id.0,
        budget.project_id,
        budget.period.as_str(),
        budget.limit.0,
        budget.is_hard,
        now
    );
    row.fetch_one(conn).await?.try_into()
}

/// Removes a budget; `false` when the user has none with this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM budgets WHERE id = $1 AND user_id = $2", id, user_id.0);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// What money is for; the project follows from it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// A job.
    Job(Uuid),
    /// Rows of a batch.
    Batch(Uuid),
}

impl Purpose {
    fn ids(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Job(id) => (Some(id), None),
            Self::Batch(id) => (None, Some(id)),
        }
    }
}

/// Counts a hold. The user's row is locked by the caller.
///
/// # Errors
/// [`Error::BudgetReached`] when a hard budget does not allow it; the transaction must end without it.
pub(crate) async fn charge(
    conn: &mut PgConnection,
    user_id: UserId,
    purpose: Purpose,
    amount: MicroDollars,
    now: DateTime<Utc>,
) -> Result<()> {
    let (job_id, batch_id) = purpose.ids();
    let rows = sqlx::query_as!(
        BudgetRow,
        "UPDATE budgets SET
            used_microdollars = $4 + CASE WHEN period_start = date_trunc(period, $5, 'UTC') THEN used_microdollars ELSE 0 END,
            period_start = date_trunc(period, $5, 'UTC')
        WHERE user_id = $1 AND (project_id IS NULL OR project_id = COALESCE(
            (SELECT project_id FROM generation_queue WHERE id = $2), (SELECT project_id FROM batches WHERE id = $3)
        ))
        RETURNING id, project_id, period, limit_microdollars, is_hard, period_start, used_microdollars, updated_at",
        user_id.0,
        job_id,
        batch_id,
        amount.0,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let budgets = rows.into_iter().map(Budget::try_from).collect::<Result<Vec<_>>>()?;
    for budget in budgets.iter().filter(|budget| budget.used >= budget.limit) {
        tell(conn, user_id, budget, now).await?;
    }
    let reached = budgets
        .into_iter()
        .find(|budget| budget.is_hard && budget.used > budget.limit);
    match reached {
        None => Ok(()),
        Some(budget) => Err(Error::BudgetReached {
            left: MicroDollars((budget.limit.0 - (budget.used.0 - amount.0)).max(0)),
            budget: Box::new(budget),
            needed: amount,
        }),
    }
}

/// Tells the user that a budget is used up, once in its period. Whoever is refused by a hard one hears of it at once instead: this
/// goes with the transaction.
async fn tell(conn: &mut PgConnection, user_id: UserId, budget: &Budget, now: DateTime<Utc>) -> Result<()> {
    let occasion = format!("budget:{}:{}", budget.id, budget.period_start.timestamp());
    let news = News {
        kind: NotificationKind::BudgetReached,
        subject_id: budget.id,
        about: "",
        details: json!({
            "period": budget.period.as_str(),
            "limit_microdollars": budget.limit.0,
            "project_id": budget.project_id,
        }),
        occasion: &occasion,
    };
    notifications::insert(conn, user_id, &news, now).await
}

/// Takes off what a job held and does not need, where it was held in the present period.
///
/// A waiting job whose price was raised in a later period counts wholly as held in the first: a budget may then show more than
/// was spent, never less.
pub(crate) async fn refund_of_job(
    conn: &mut PgConnection,
    user_id: UserId,
    job_id: JobId,
    amount: MicroDollars,
) -> Result<()> {
    if amount == MicroDollars::ZERO {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE budgets SET used_microdollars = GREATEST(0, used_microdollars - $3)
        FROM generation_queue AS job
        WHERE job.id = $2 AND budgets.user_id = $1 AND (budgets.project_id IS NULL OR budgets.project_id = job.project_id)
            AND COALESCE(job.held_at, job.created_at) >= budgets.period_start",
        user_id.0,
        job_id.0,
        amount.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes off what a batch held and does not need, each amount where the time since when it was held is in the present period.
pub(crate) async fn refund_of_batch(
    conn: &mut PgConnection,
    user_id: UserId,
    batch_id: BatchId,
    held: &[(DateTime<Utc>, MicroDollars)],
) -> Result<()> {
    let (times, amounts): (Vec<DateTime<Utc>>, Vec<i64>) = held.iter().map(|(at, amount)| (*at, amount.0)).unzip();
    sqlx::query!(
        "UPDATE budgets SET used_microdollars = GREATEST(0, used_microdollars - (
            SELECT COALESCE(sum(amount), 0)::bigint FROM unnest($3::timestamptz[], $4::bigint[]) AS held (at, amount)
            WHERE held.at >= budgets.period_start
        ))
        FROM batches AS batch
        WHERE batch.id = $2 AND budgets.user_id = $1
            AND (budgets.project_id IS NULL OR budgets.project_id = batch.project_id)",
        user_id.0,
        batch_id.0,
        &times,
        &amounts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The hard budget that leaves least for a batch, and how much that is; `None` when there is none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_tightest(
    conn: &mut PgConnection,
    user_id: UserId,
    batch_id: BatchId,
    now: DateTime<Utc>,
) -> Result<Option<(Budget, MicroDollars)>> {
    let row = sqlx::query_as!(
        BudgetRow,
        r#"SELECT id, project_id, period, limit_microdollars, is_hard,
            date_trunc(period, $3::timestamptz, 'UTC') AS "period_start!",
            CASE WHEN period_start = date_trunc(period, $3::timestamptz, 'UTC') THEN used_microdollars ELSE 0 END
                AS "used_microdollars!", updated_at
        FROM budgets
        WHERE user_id = $1 AND is_hard
            AND (project_id IS NULL OR project_id = (SELECT project_id FROM batches WHERE id = $2))
        ORDER BY limit_microdollars
            - CASE WHEN period_start = date_trunc(period, $3::timestamptz, 'UTC') THEN used_microdollars ELSE 0 END
        LIMIT 1"#,
        user_id.0,
        batch_id.0,
        now
    );
    let budget = row.fetch_optional(conn).await?.map(Budget::try_from).transpose()?;
    Ok(budget.map(|budget| {
        let left = MicroDollars((budget.limit.0 - budget.used.0).max(0));
        (budget, left)
    }))
}
