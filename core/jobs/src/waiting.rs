//! What admission looks at: the heads of the queues, what is under way, the provider's account, limits and pauses.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;
use crate::fairness::{Candidate, Tally, Turns};

/// Who a job is for, in the order in which slots are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Somebody sits in front of it.
    Interactive = 0,
    /// Jobs of batches and of negative priority.
    Background = 1,
}

impl Lane {
    fn number(self) -> i16 {
        self as i16
    }
}

/// What is with workers now.
pub(crate) struct Running {
    pub(crate) all: usize,
    pub(crate) background: usize,
    /// Of all, those that are not storing pictures.
    at_provider: u32,
    pub(crate) tally: Tally,
}

/// Up to `depth` jobs of each user, model and batch that waits in the lane and is not paused.
///
/// It steps from one of them to the next through the index, so what it costs depends on how many of them wait, not on how
/// many jobs. The priority of a batch counts for all its jobs, and for those of the steps that follow on it, which is why their
/// rows need not change with it.
pub(crate) async fn list_heads(conn: &mut PgConnection, lane: Lane, depth: usize) -> Result<Vec<Candidate>> {
    let heads = sqlx::query_as!(
        Candidate,
        r#"WITH RECURSIVE queues AS (
            (
                SELECT user_id, model_id, batch_key FROM generation_queue
                WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused AND lane = $1
                ORDER BY user_id, model_id, batch_key
                LIMIT 1
            )
            UNION ALL
            SELECT next.user_id, next.model_id, next.batch_key
            FROM queues CROSS JOIN LATERAL (
                SELECT job.user_id, job.model_id, job.batch_key FROM generation_queue AS job
                WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused AND lane = $1
                    AND (job.user_id, job.model_id, job.batch_key) > (queues.user_id, queues.model_id, queues.batch_key)
                ORDER BY job.user_id, job.model_id, job.batch_key
                LIMIT 1
            ) AS next
        ), open AS (
            SELECT queues.*, COALESCE(batch.priority, 0) * interval '36 seconds' AS head_start
            FROM queues
            LEFT JOIN recipe_runs AS run ON run.id = queues.batch_key
            LEFT JOIN batches AS batch ON batch.id = COALESCE(run.batch_id, queues.batch_key) AND batch.ended_at IS NULL
            WHERE NOT COALESCE(batch.is_paused OR batch.cancel_requested_at IS NOT NULL, false)
                AND NOT COALESCE((run.is_paused OR run.cancel_requested_at IS NOT NULL) AND run.ended_at IS NULL, false)
                AND NOT EXISTS (
                    SELECT 1 FROM queue_pauses AS pause
                    WHERE pause.scope = 'everything' OR pause.model_id = queues.model_id OR pause.user_id = queues.user_id
                )
        )
        SELECT head.id AS "id!", open.user_id AS "user_id!", open.model_id AS "model_id!",
            head.rank_at - open.head_start AS "rank_at!"
        FROM open CROSS JOIN LATERAL (
            SELECT job.id, job.rank_at FROM generation_queue AS job
            WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused AND lane = $1
                AND job.user_id = open.user_id AND job.model_id = open.model_id AND job.batch_key = open.batch_key
                AND next_attempt_at <= now()
            ORDER BY job.rank_at, job.id
            LIMIT $2
        ) AS head"#,
        lane.number(),
        i64::try_from(depth).unwrap_or(i64::MAX)
    )
    .fetch_all(conn)
    .await?;
    Ok(heads)
}

/// Counts what occupies slots. The order is asked for so that the index of what is released is used, whatever the statistics
/// say.
pub(crate) async fn count_running(conn: &mut PgConnection) -> Result<Running> {
    let rows = sqlx::query!(
        r#"SELECT user_id, model_id, lane, count(*) AS "jobs!",
            count(*) FILTER (WHERE phase IS DISTINCT FROM 'ingesting') AS "at_provider!"
        FROM (
            SELECT user_id, model_id, lane, phase FROM generation_queue WHERE released_at IS NOT NULL ORDER BY released_at
        ) AS released
        GROUP BY user_id, model_id, lane"#
    )
    .fetch_all(conn)
    .await?;
    let mut running = Running {
        all: 0,
        background: 0,
        at_provider: 0,
        tally: Tally::default(),
    };
    for row in rows {
        let jobs = u32::try_from(row.jobs).unwrap_or(u32::MAX);
        running.all += jobs as usize;
        running.at_provider += u32::try_from(row.at_provider).unwrap_or(u32::MAX);
        if row.lane == Lane::Background.number() {
            running.background += jobs as usize;
        }
        *running.tally.by_user.entry(row.user_id).or_default() += jobs;
        *running.tally.by_model.entry(row.model_id).or_default() += jobs;
    }
    Ok(running)
}

/// What the provider's account bears.
pub(crate) struct Account {
    limit: Option<u32>,
    is_held: bool,
    running: u32,
}

impl Account {
    /// How many jobs may be at the provider, where there are so many slots.
    pub(crate) fn limit(&self, slots: u32) -> u32 {
        self.limit.unwrap_or(slots).min(slots)
    }

    /// How many more may go there now.
    pub(crate) fn free(&self, slots: u32) -> u32 {
        match self.is_held {
            true => 0,
            false => self.limit(slots).saturating_sub(self.running),
        }
    }
}

/// The studio's account at the provider. `running` is what was just counted: with the jobs that no worker has at the moment it is
/// what `jobs_at_provider()` gives, for less.
pub(crate) async fn find_account(conn: &mut PgConnection, running: &Running) -> Result<Account> {
    let row = sqlx::query!(
        r#"SELECT LEAST(running_limit, max_running) AS running_limit, COALESCE(held_until > now(), false) AS "is_held!", (
                SELECT count(*) FROM generation_queue
                WHERE status = 'processing' AND released_at IS NULL AND phase IN ('submitted', 'running')
            ) AS "unattended!"
        FROM provider_accounts WHERE user_id IS NULL"#
    )
    .fetch_one(conn)
    .await?;
    Ok(Account {
        limit: row.running_limit.map(i32::unsigned_abs),
        is_held: row.is_held,
        running: u32::try_from(row.unattended)
            .unwrap_or(u32::MAX)
            .saturating_add(running.at_provider),
    })
}

/// When the last job of each of these users was released.
pub(crate) async fn list_turns(conn: &mut PgConnection, users: &[Uuid]) -> Result<Turns> {
    let rows = sqlx::query!(
        "SELECT user_id, turn_at FROM queue_turns WHERE user_id = ANY($1)",
        users
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.user_id, row.turn_at)).collect())
}

/// The limits that administrators have set.
pub(crate) async fn list_limits(conn: &mut PgConnection) -> Result<Tally> {
    let rows = sqlx::query!("SELECT model_id, user_id, max_running FROM queue_limits")
        .fetch_all(conn)
        .await?;
    let mut limits = Tally::default();
    for row in rows {
        if let Some(model_id) = row.model_id {
            limits.by_model.insert(model_id, row.max_running.unsigned_abs());
        }
        if let Some(user_id) = row.user_id {
            limits.by_user.insert(user_id, row.max_running.unsigned_abs());
        }
    }
    Ok(limits)
}
