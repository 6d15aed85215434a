//! Proving the books: what of them does not agree.
//!
//! Reads all of the ledger. To be asked within one snapshot, since money moves meanwhile.

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// Findings of a kind that are told.
const MOST: i64 = 1000;

/// Something that does not agree. Amounts are micro-dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    /// The entries of a transaction do not sum to zero.
    Transaction {
        /// The transaction.
        transaction_id: Uuid,
        /// Whose; none when the account is gone.
        user_id: Option<Uuid>,
        /// What they sum to.
        sum: i64,
    },
    /// A balance is not the sum of its user's `available` entries.
    Balance {
        /// Whose.
        user_id: Uuid,
        /// `users.balance_microdollars`.
        balance: i64,
        /// The sum.
        available: i64,
    },
    /// What a user's jobs and batches say is held is not the sum of the `held` entries.
    Held {
        /// Whose.
        user_id: Uuid,
        /// The sum.
        held: i64,
        /// What open jobs and batches say.
        by_jobs: i64,
    },
    /// The hold of a round was neither captured nor released, and its job does not live in that round.
    Unsettled {
        /// The hold.
        transaction_id: Uuid,
        /// Whose.
        user_id: Uuid,
        /// For what.
        job_id: Uuid,
        /// Its round.
        round: i32,
    },
    /// The round in which a job lives was settled already.
    SettledAlive {
        /// The settlement.
        transaction_id: Uuid,
        /// Whose.
        user_id: Uuid,
        /// For what.
        job_id: Uuid,
        /// Its round.
        round: i32,
    },
    /// Accounts that are gone, or going, left something behind: what they had expires before they go.
    Departed {
        /// Sum of the `available` entries of all of them.
        available: i64,
        /// Sum of the `held` entries.
        held: i64,
    },
}

/// How much there is to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Extent {
    /// Users.
    pub users: i64,
    /// Transactions.
    pub transactions: i64,
}

/// How much there is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_extent(conn: &mut PgConnection) -> Result<Extent> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM users) AS "users!", (SELECT count(*) FROM ledger_transactions) AS "transactions!""#
    );
    let row = row.fetch_one(conn).await?;
    Ok(Extent {
        users: row.users,
        transactions: row.transactions,
    })
}

/// Transactions whose entries do not sum to zero.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_transactions(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    let rows = sqlx::query!(
        r#"SELECT moved.id, moved.user_id, sum(entry.amount_microdollars)::bigint AS "sum!"
        FROM ledger_transactions AS moved JOIN ledger_entries AS entry ON entry.transaction_id = moved.id
        GROUP BY moved.id
        HAVING sum(entry.amount_microdollars) <> 0
        ORDER BY moved.id
        LIMIT $1"#,
        MOST
    );
    let found = rows.fetch_all(conn).await?.into_iter().map(|row| Finding::Transaction {
        transaction_id: row.id,
        user_id: row.user_id,
        sum: row.sum,
    });
    Ok(found.collect())
}

/// A user whose balance is not what the ledger says, or whose held money is not what the open jobs and batches hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imbalance {
    /// Whose.
    pub user_id: Uuid,
    /// `users.balance_microdollars`.
    pub balance_microdollars: i64,
    /// Sum of the `available` entries.
    pub available_microdollars: i64,
    /// Sum of the `held` entries.
    pub held_microdollars: i64,
    /// What the user's open jobs and batches say is held.
    pub jobs_held_microdollars: i64,
}

/// Proves the books: gives every user for whom they do not agree.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_imbalances(conn: &mut PgConnection) -> Result<Vec<Imbalance>> {
    let rows = sqlx::query_as!(
        Imbalance,
        r#"
        SELECT
            u.id AS user_id,
            u.balance_microdollars,
            COALESCE(l.available, 0)::bigint AS "available_microdollars!",
            COALESCE(l.held, 0)::bigint AS "held_microdollars!",
            COALESCE(j.held, 0)::bigint AS "jobs_held_microdollars!"
        FROM users u
        LEFT JOIN (
            SELECT
                user_id,
                sum(amount_microdollars) FILTER (WHERE account = 'available') AS available,
                sum(amount_microdollars) FILTER (WHERE account = 'held') AS held
            FROM ledger_entries
            GROUP BY user_id
        ) l ON l.user_id = u.id
        LEFT JOIN (
            SELECT user_id, sum(held_microdollars) AS held
            FROM (
                SELECT user_id, held_microdollars FROM generation_queue WHERE status IN ('pending', 'processing')
                UNION ALL
                SELECT user_id, held_microdollars FROM batches WHERE ended_at IS NULL
            ) AS holders
            GROUP BY user_id
        ) j ON j.user_id = u.id
        -- The movements of an account that is being removed lose its name step by step; see find_departed.
        WHERE u.deletion_began_at IS NULL
            AND (u.balance_microdollars <> COALESCE(l.available, 0) OR COALESCE(l.held, 0) <> COALESCE(j.held, 0))
        ORDER BY u.id
        "#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Users whose balance, or what is held for them, is not what the ledger says.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_users(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for user in list_imbalances(conn).await? {
        if user.balance_microdollars != user.available_microdollars {
            found.push(Finding::Balance {
                user_id: user.user_id,
                balance: user.balance_microdollars,
                available: user.available_microdollars,
            });
        }
        if user.held_microdollars != user.jobs_held_microdollars {
            found.push(Finding::Held {
                user_id: user.user_id,
                held: user.held_microdollars,
                by_jobs: user.jobs_held_microdollars,
            });
        }
    }
    Ok(found)
}

/// Rounds of jobs that were held and not settled although they are over, or settled although they are not. Jobs of a batch take part of
/// what the batch holds, so they have a settlement only.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_rounds(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    let rows = sqlx::query!(
        r#"SELECT moved.id, moved.user_id AS "user_id!", moved.job_id AS "job_id!", moved.round AS "round!", moved.kind = 'hold' AS "is_hold!"
        FROM ledger_transactions AS moved JOIN generation_queue AS job ON job.id = moved.job_id
        CROSS JOIN LATERAL (SELECT job.status IN ('pending', 'processing') AND job.round = moved.round AS lives) AS round
        WHERE CASE moved.kind
            WHEN 'hold' THEN NOT round.lives AND NOT EXISTS (
                SELECT FROM ledger_transactions AS settled
                WHERE settled.job_id = moved.job_id AND settled.round = moved.round AND settled.kind IN ('capture', 'release')
            )
            WHEN 'capture' THEN round.lives
            WHEN 'release' THEN round.lives
            ELSE false
        END
        ORDER BY moved.id
        LIMIT $1"#,
        MOST
    );
    let found = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let (transaction_id, user_id, job_id, round) = (row.id, row.user_id, row.job_id, row.round);
        if row.is_hold {
            Finding::Unsettled {
                transaction_id,
                user_id,
                job_id,
                round,
            }
        } else {
            Finding::SettledAlive {
                transaction_id,
                user_id,
                job_id,
                round,
            }
        }
    });
    Ok(found.collect())
}

/// What accounts that are gone, or going, left behind. The movements of one that goes lose its name step by step, so the two are
/// summed together.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_departed(conn: &mut PgConnection) -> Result<Option<Finding>> {
    let row = sqlx::query!(
        r#"SELECT
            COALESCE(sum(entry.amount_microdollars) FILTER (WHERE entry.account = 'available'), 0)::bigint AS "available!",
            COALESCE(sum(entry.amount_microdollars) FILTER (WHERE entry.account = 'held'), 0)::bigint AS "held!"
        FROM ledger_entries AS entry LEFT JOIN users AS owner ON owner.id = entry.user_id
        WHERE entry.account IN ('available', 'held') AND (owner.id IS NULL OR owner.deletion_began_at IS NOT NULL)"#
    );
    let row = row.fetch_one(conn).await?;
    let (available, held) = (row.available, row.held);
    Ok((available != 0 || held != 0).then_some(Finding::Departed { available, held }))
}

/// Makes what follows in the transaction see the database as it is at its first statement, and change nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hold_still(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(conn)
        .await?;
    Ok(())
}
