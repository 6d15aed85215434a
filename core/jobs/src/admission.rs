//! Which jobs run next: as many as there are slots, best first.
//!
//! Jobs already begun (an unsettled call, a request that is being followed) go first and need no free slot: the provider
//! works on them anyway. Waiting jobs follow, those of people in front of a browser before those of the background,
//! users in turn ([`crate::fairness`]). Background jobs leave a quarter of the slots free, so that nobody waits behind a
//! large batch, and have an eighth to themselves when there are eight or more, so that they do not starve. While the
//! provider's account bears fewer jobs than there are slots, that number is what is shared out.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::fairness::{Candidate, pick};
use crate::waiting::{Lane, count_running, find_account, list_heads, list_limits, list_turns};
use crate::{Claim, Result, adapter};

/// Key of the advisory lock under which one process at a time admits ("stuad" in ASCII).
const ADMISSION_LOCK: i64 = 0x73_7475_6164;

/// How many jobs may be with workers at a time, over all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots(pub u32);

impl Slots {
    fn at_most(self, limit: u32) -> Self {
        Self(self.0.min(limit))
    }

    fn all(self) -> usize {
        self.0 as usize
    }

    /// What background jobs may use: three quarters, at least one.
    #[must_use]
    pub fn for_background(self) -> usize {
        (self.all() - self.all() / 4).max(1)
    }

    /// What is kept for background jobs while some wait: an eighth, nothing of very few.
    #[must_use]
    pub fn kept_for_background(self) -> usize {
        self.all() / 8
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
    if !lock(&mut tx).await? {
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

/// Takes the lock; `false` when another process has it. A statement of its own: the pick that follows must see what the
/// previous holder of the lock committed.
///
/// The queue is long behind a short head, and the head changes many times a second. Statistics of a moment, or none yet of a
/// batch that was just loaded, may suggest plans that read and sort all of it: those are forbidden here, which leaves the
/// indexes that have the order that is asked for. So are bitmaps: only a plain walk through an index marks the entries of rows
/// that have gone on, and the next one passes them by.
async fn lock(conn: &mut PgConnection) -> Result<bool> {
    let locked = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock($1)
            AND set_config('enable_seqscan', 'off', true) = 'off'
            AND set_config('enable_sort', 'off', true) = 'off'
            AND set_config('enable_bitmapscan', 'off', true) = 'off' AS "locked!""#,
        ADMISSION_LOCK
    );
    Ok(locked.fetch_one(conn).await?)
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
    let mut running = count_running(conn).await?;
    if running.all >= slots.all() {
        return Ok(Vec::new());
    }
    // A job whose pictures are being stored occupies a slot and no longer the provider.
    let account = find_account(conn, &running).await?;
    let free = (slots.all() - running.all).min(account.free(slots.0) as usize);
    if free == 0 {
        return Ok(Vec::new());
    }
    let slots = slots.at_most(account.limit(slots.0));
    let limits = list_limits(conn).await?;
    let interactive = list_heads(conn, Lane::Interactive, free).await?;
    let background = list_heads(conn, Lane::Background, free).await?;
    let users: Vec<Uuid> = interactive.iter().chain(&background).map(user_of).collect();
    let turns = list_turns(conn, &users).await?;
    // First what is kept for the background, as far as its limits allow; the people get all the rest of the slots.
    let owed = slots.kept_for_background().saturating_sub(running.background).min(free);
    let mut picked = pick(background.clone(), &mut running.tally, &limits, &turns, owed);
    let kept = picked.len();
    picked.extend(pick(interactive, &mut running.tally, &limits, &turns, free - kept));
    let allowed = slots.for_background().saturating_sub(running.background + kept);
    let left = (free - picked.len()).min(allowed);
    let rest = background
        .into_iter()
        .filter(|candidate| !picked.contains(&candidate.id));
    picked.extend(pick(rest.collect(), &mut running.tally, &limits, &turns, left));
    release(conn, &picked).await
}

fn user_of(candidate: &Candidate) -> Uuid {
    candidate.user_id
}

/// Releases those that still wait: a job may have been cancelled, paused or locked since it was listed.
async fn release(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Claim>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut claims = sqlx::query_as!(
        Claim,
        "UPDATE generation_queue SET released_at = now(), release_no = release_no + 1
        WHERE id = ANY (ARRAY(
            SELECT id FROM generation_queue
            WHERE id = ANY($1) AND status = 'pending' AND released_at IS NULL AND NOT is_paused
            ORDER BY id
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id AS job_id, release_no",
        ids
    )
    .fetch_all(&mut *conn)
    .await?;
    let released: Vec<Uuid> = claims.iter().map(|claim| claim.job_id).collect();
    note_turns(conn, &released).await?;
    // Workers take tasks in the order in which they are pushed.
    claims.sort_by_key(|claim| ids.iter().position(|id| *id == claim.job_id));
    Ok(claims)
}

async fn note_turns(conn: &mut PgConnection, released: &[Uuid]) -> Result<()> {
    sqlx::query!(
        "INSERT INTO queue_turns (user_id, turn_at)
        SELECT user_id, now() FROM generation_queue WHERE id = ANY($1) GROUP BY user_id
        ON CONFLICT (user_id) DO UPDATE SET turn_at = EXCLUDED.turn_at",
        released
    )
    .execute(conn)
    .await?;
    Ok(())
}
