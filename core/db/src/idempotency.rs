//! `idempotency_keys`: a repeated POST that spends money finds what the first one made.

use sqlx::PgConnection;
use studio_model::{BatchId, JobId, RecipeRunId, UserId};

use crate::{Error, Result};

/// What a request made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// One job.
    Job(JobId),
    /// Many.
    Batch(BatchId),
    /// Steps at work.
    RecipeRun(RecipeRunId),
}

/// The first use of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstUse {
    /// SHA-256 of the first body.
    pub body_hash: [u8; 32],
    /// What it made.
    pub made: Made,
}

/// Looks a key up.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection, user_id: UserId, key: &str) -> Result<Option<FirstUse>> {
    let row = sqlx::query!(
        "SELECT body_hash, job_id, batch_id, recipe_run_id FROM idempotency_keys WHERE user_id = $1 AND key = $2",
        user_id.0,
        key
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let impossible = |column| Error::ImpossibleRow {
            table: "idempotency_keys",
            column,
            id: key.to_owned(),
        };
        let made = match (row.job_id, row.batch_id, row.recipe_run_id) {
            (Some(id), None, None) => Made::Job(JobId(id)),
            (None, Some(id), None) => Made::Batch(BatchId(id)),
            (None, None, Some(id)) => Made::RecipeRun(RecipeRunId(id)),
            _ => return Err(impossible("job_id")),
        };
        Ok(FirstUse {
            body_hash: row.body_hash.try_into().map_err(|_| impossible("body_hash"))?,
            made,
        })
    })
    .transpose()
}

/// Remembers a key.
///
/// # Errors
/// A constraint error (`idempotency_keys_pkey`) when the key is used already, perhaps by a request of the same moment.
pub async fn insert(conn: &mut PgConnection, user_id: UserId, key: &str, first: &FirstUse) -> Result<()> {
    let (job_id, batch_id, recipe_run_id) = match first.made {
        Made::Job(id) => (Some(id.0), None, None),
        Made::Batch(id) => (None, Some(id.0), None),
        Made::RecipeRun(id) => (None, None, Some(id.0)),
    };
    sqlx::query!(
        "INSERT INTO idempotency_keys (user_id, key, body_hash, job_id, batch_id, recipe_run_id) VALUES ($1, $2, $3, $4, $5, $6)",
        user_id.0,
        key,
        &first.body_hash[..],
        job_id,
        batch_id,
        recipe_run_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets up to `limit` keys older than `hours`, the oldest first; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_older_than(conn: &mut PgConnection, hours: i32, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys
            WHERE created_at < now() - make_interval(hours => $1)
            ORDER BY created_at LIMIT $2
        )",
        hours,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
