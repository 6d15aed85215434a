//! Which jobs run next: as many as there are slots, best first.
//!
//! Jobs already begun (an unsettled call, a request that is being followed) go first and need no free slot: the provider works on
//! them anyway. Waiting jobs follow by priority, then age. Jobs of negative priority leave a quarter of the slots free for people who
//! wait in front of a browser.

use sqlx::{PgConnection, PgPool};

use crate::{Claim, Result, adapter};

/// Key of the advisory lock under which one process at a time admits ("stuad" in ASCII).
const ADMISSION_LOCK: i64 = 0x73_7475_6164;

/// How many jobs may be with workers at a time, over all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots(pub u32);

impl Slots {
    /// What jobs of negative priority may use: three quarters, at least one.
    fn for_background(self) -> i64 {
        i64::from((self.0 - self.0 / 4).max(1))
    }
}

/// What one round of admission did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admitted {
    /// Another process is at it.
    Busy,
    /// So many jobs were released.
    Released(usize),
}

/// Releases what fits.
pub(crate) async fn admit(pool: &PgPool, slots: Slots) -> Result<Admitted> {
    let mut tx = pool.begin().await?;
    // A statement of its own: the pick below must see what the previous holder of the lock committed.
    let locked = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "locked!""#, ADMISSION_LOCK);
    if !locked.fetch_one(&mut *tx).await? {
        return Ok(Admitted::Busy);
    }
    let mut claims = release_begun(&mut tx).await?;
    claims.extend(release_waiting(&mut tx, slots).await?);
    if claims.is_empty() {
        return Ok(Admitted::Released(0));
    }
    adapter::push(&mut tx, &claims).await?;
    tx.commit().await?;
    Ok(Admitted::Released(claims.len()))
}

async fn release_begun(conn: &mut PgConnection) -> Result<Vec<Claim>> {
    let claims = sqlx::query_as!(
        Claim,
        "UPDATE generation_queue SET released_at = now(), release_no = release_no + 1
        WHERE id = ANY (ARRAY(
            SELECT id FROM generation_queue
            WHERE status = 'processing' AND released_at IS NULL AND next_attempt_at <= now()
            ORDER BY next_attempt_at
            LIMIT 100
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id AS job_id, release_no"
    )
    .fetch_all(conn)
    .await?;
    Ok(claims)
}

async fn release_waiting(conn: &mut PgConnection, slots: Slots) -> Result<Vec<Claim>> {
    let used = sqlx::query!(
        r#"SELECT count(*) AS "all!", count(*) FILTER (WHERE priority < 0) AS "background!"
        FROM generation_queue WHERE released_at IS NOT NULL"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let free = i64::from(slots.0) - used.all;
    let mut claims = release_by_priority(conn, 0, 100, free).await?;
    let left = free - i64::try_from(claims.len()).unwrap_or(free);
    let background = left.min(slots.for_background() - used.background);
    claims.extend(release_by_priority(conn, -100, -1, background).await?);
    Ok(claims)
}

async fn release_by_priority(conn: &mut PgConnection, lowest: i32, highest: i32, limit: i64) -> Result<Vec<Claim>> {
    if limit <= 0 {
        return Ok(Vec::new());
    }
    let claims = sqlx::query_as!(
        Claim,
        "UPDATE generation_queue SET released_at = now(), release_no = release_no + 1
        WHERE id = ANY (ARRAY(
            SELECT id FROM generation_queue
            WHERE status = 'pending' AND released_at IS NULL AND next_attempt_at <= now()
                AND priority BETWEEN $1 AND $2
            ORDER BY priority DESC, created_at, id
            LIMIT $3
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id AS job_id, release_no",
        lowest,
        highest,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(claims)
}
