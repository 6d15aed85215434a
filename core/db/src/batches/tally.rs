//! What the jobs of batches add up to.

use std::collections::HashMap;

use sqlx::PgConnection;
use studio_model::{BatchId, MicroDollars};
use uuid::Uuid;

use crate::Result;

/// Jobs of a batch by where they stand, and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Wait for a slot.
    pub waiting: i64,
    /// With a worker, or to be taken up again by one.
    pub running: i64,
    /// Ended well.
    pub completed: i64,
    /// Ended without pictures.
    pub failed: i64,
    /// Ended by their owner.
    pub cancelled: i64,
    /// What jobs that have not ended hold.
    pub held: MicroDollars,
    /// What was paid.
    pub captured: MicroDollars,
    /// Ended well within the last ten minutes.
    pub completed_lately: i64,
}

/// Adds up the jobs of each of these batches; one without jobs is left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, ids: &[BatchId]) -> Result<HashMap<BatchId, Tally>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT batch_id AS "batch_id!",
            count(*) FILTER (WHERE status = 'pending' AND released_at IS NULL) AS "waiting!",
            count(*) FILTER (WHERE status = 'processing' OR (status = 'pending' AND released_at IS NOT NULL)) AS "running!",
            count(*) FILTER (WHERE status = 'completed') AS "completed!",
            count(*) FILTER (WHERE status = 'failed') AS "failed!",
            count(*) FILTER (WHERE status = 'cancelled') AS "cancelled!",
            COALESCE(sum(held_microdollars), 0)::bigint AS "held!",
            COALESCE(sum(captured_microdollars), 0)::bigint AS "captured!",
            count(*) FILTER (WHERE status = 'completed' AND completed_at > now() - interval '10 minutes') AS "completed_lately!"
        FROM generation_queue WHERE batch_id = ANY($1) GROUP BY batch_id"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let tally = rows.into_iter().map(|row| {
        let tally = Tally {
            waiting: row.waiting,
            running: row.running,
            completed: row.completed,
            failed: row.failed,
            cancelled: row.cancelled,
            held: MicroDollars(row.held),
            captured: MicroDollars(row.captured),
            completed_lately: row.completed_lately,
        };
        (BatchId(row.batch_id), tally)
    });
    Ok(tally.collect())
}
