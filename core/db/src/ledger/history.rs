//! The movements of a user's money, as its owner reads them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, Cursor, JobId, MicroDollars, PageLimit, UserId};
use uuid::Uuid;

use crate::Result;

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its id.
    pub id: Uuid,
    /// `grant`, `purchase`, `hold`, `capture`, `release`, `adjust`, `refund` or `expiry`.
    pub kind: String,
    /// What can be spent became this much more; negative for less.
    pub available: MicroDollars,
    /// What is set aside became this much more; negative for less.
    pub held: MicroDollars,
    /// What was paid.
    pub spent: MicroDollars,
    /// For which job.
    pub job_id: Option<JobId>,
    /// For which batch.
    pub batch_id: Option<BatchId>,
    /// Why, in the words of whoever moved it.
    pub note: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A page of a user's movements, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Movement>> {
    let rows = sqlx::query!(
        r#"SELECT movement.id, movement.kind, movement.job_id, movement.batch_id, movement.note, movement.created_at,
            entry.available AS "available!", entry.held AS "held!", entry.spent AS "spent!"
        FROM ledger_transactions AS movement
        CROSS JOIN LATERAL (
            SELECT
                COALESCE(sum(amount_microdollars) FILTER (WHERE account = 'available'), 0)::bigint AS available,
                COALESCE(sum(amount_microdollars) FILTER (WHERE account = 'held'), 0)::bigint AS held,
                COALESCE(sum(amount_microdollars) FILTER (WHERE account = 'spent'), 0)::bigint AS spent
            FROM ledger_entries
            WHERE transaction_id = movement.id
        ) AS entry
        WHERE movement.user_id = $1
            AND (movement.created_at, movement.id)
                < (COALESCE($2, 'infinity'::timestamptz), COALESCE($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
        ORDER BY movement.created_at DESC, movement.id DESC
        LIMIT $4"#,
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| Movement {
        id: row.id,
        kind: row.kind,
        available: MicroDollars(row.available),
        held: MicroDollars(row.held),
        spent: MicroDollars(row.spent),
        job_id: row.job_id.map(JobId),
        batch_id: row.batch_id.map(BatchId),
        note: row.note,
        created_at: row.created_at,
    });
    Ok(rows.collect())
}
