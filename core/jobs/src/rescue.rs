//! Jobs whose worker is gone.

use std::time::Duration;

use sqlx::PgPool;

use crate::Result;

/// How long a worker may be silent before its jobs are given to another. Bounds how long a killed process delays its jobs.
pub const LEASE: Duration = Duration::from_secs(15);

/// How often a worker renews its leases: three chances within [`LEASE`].
pub const LEASE_RENEWAL: Duration = Duration::from_secs(4);

/// A released job that no worker took in this time goes back to admission: its apalis task was lost, or all workers are full.
const UNCLAIMED: Duration = Duration::from_secs(60);

/// Gives the jobs of silent workers back to admission, counting a crash; gives how many. From the fifth crash on a job waits
/// before its next worker, 2 s and twice as long each time up to 64 s: it may be the one that kills them.
pub(crate) async fn rescue_silent(pool: &PgPool) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET released_at = NULL, lease_owner = NULL, lease_until = NULL, crash_count = crash_count + 1,
            next_attempt_at = now() + CASE WHEN crash_count >= 4
                THEN make_interval(secs => 2 ^ LEAST(crash_count - 3, 6))
                ELSE interval '0'
            END
        WHERE released_at IS NOT NULL AND lease_until < now()"
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}

/// Gives released jobs that nobody took back to admission; no crash, no attempt.
pub(crate) async fn rescue_unclaimed(pool: &PgPool) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE generation_queue SET released_at = NULL
        WHERE lease_owner IS NULL AND released_at < now() - make_interval(secs => $1)",
        UNCLAIMED.as_secs_f64()
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}
