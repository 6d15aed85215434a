//! Taking a released job, keeping it, and giving it up after a panic.

use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{LEASE, Result};

/// A job as a worker holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Claim {
    /// Row of `generation_queue`.
    pub job_id: Uuid,
    /// The release under which it is held; older ones are void.
    pub release_no: i32,
}

/// Takes the job for `owner`; `false` when this release is void or somebody has it.
pub(crate) async fn take(pool: &PgPool, claim: Claim, owner: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE generation_queue
        SET lease_owner = $3, lease_until = now() + make_interval(secs => $4)
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL AND lease_owner IS NULL",
        claim.job_id,
        claim.release_no,
        owner,
        LEASE.as_secs_f64()
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Renews the leases of the jobs that `owner` works on; gives those it still holds. Locks them in the order of their ids, as
/// everybody does who locks several.
pub(crate) async fn renew(pool: &PgPool, owner: &str, running: &[Claim]) -> Result<Vec<Claim>> {
    let ids: Vec<Uuid> = running.iter().map(|claim| claim.job_id).collect();
    let held = sqlx::query_as!(
        Claim,
        "UPDATE generation_queue SET lease_until = now() + make_interval(secs => $3)
        WHERE id = ANY (ARRAY(
            SELECT id FROM generation_queue WHERE id = ANY($2) AND lease_owner = $1 AND released_at IS NOT NULL
            ORDER BY id
            FOR NO KEY UPDATE
        ))
        RETURNING id AS job_id, release_no",
        owner,
        &ids,
        LEASE.as_secs_f64()
    )
    .fetch_all(pool)
    .await?;
    Ok(held)
}

/// Gives up a claim that its executor left behind, by a panic or by an error of its own, and counts a crash.
pub(crate) async fn abandon(pool: &PgPool, claim: Claim) -> Result<()> {
    sqlx::query!(
        "UPDATE generation_queue
        SET released_at = NULL, lease_owner = NULL, lease_until = NULL, crash_count = crash_count + 1,
            next_attempt_at = now() + make_interval(secs => LEAST(300, 2 ^ LEAST(crash_count, 20)))
        WHERE id = $1 AND release_no = $2 AND released_at IS NOT NULL",
        claim.job_id,
        claim.release_no
    )
    .execute(pool)
    .await?;
    Ok(())
}
