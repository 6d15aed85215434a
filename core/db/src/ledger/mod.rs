//! Money: double entry, one function for each kind of movement.
//!
//! `users.balance_microdollars` is changed only here, in the same transaction as its entries, so it always equals the sum of the
//! user's `available` entries. Unique indexes make a second hold or settlement of a job's round impossible.

pub mod check;
pub mod history;
mod outside;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{BatchId, JobId, MicroDollars, PurchaseId, UserId};
use uuid::Uuid;

use crate::budgets::{self, Purpose};
use crate::{Error, Result, ensure_affected};

pub use outside::{Grant, PurchaseMoney, expire, grant, purchase, refund};

/// The money of one round of one job.
#[derive(Clone, Copy, Debug)]
pub struct JobMoney {
    /// Id of the ledger transaction to write.
    pub id: Uuid,
    /// Who pays.
    pub user_id: UserId,
    /// For what.
    pub job_id: JobId,
    /// The job's round.
    pub round: i32,
}

impl JobMoney {
    fn purpose(&self) -> Purpose {
        Purpose::Job(self.job_id.0)
    }

    fn booking<'a>(&self, kind: &'a str) -> Booking<'a> {
        Booking {
            job: Some((self.job_id, self.round)),
            ..Booking::new(self.id, self.user_id, kind)
        }
    }
}

/// Money of rows of a batch, many at once. The capture of each job is the job's own.
#[derive(Clone, Copy, Debug)]
pub struct BatchMoney {
    /// Id of the ledger transaction to write.
    pub id: Uuid,
    /// Who pays.
    pub user_id: UserId,
    /// For what.
    pub batch_id: BatchId,
}

impl BatchMoney {
    fn purpose(&self) -> Purpose {
        Purpose::Batch(self.batch_id.0)
    }

    fn booking<'a>(&self, kind: &'a str) -> Booking<'a> {
        Booking {
            batch_id: Some(self.batch_id),
            ..Booking::new(self.id, self.user_id, kind)
        }
    }
}

/// Takes `amount` from the balance for a job that is about to start. Gives `false`, having done nothing, when the balance is
/// smaller. Zero is held without entries.
///
/// # Errors
/// A constraint error (`ledger_transactions_one_hold`) when the round is already held; [`Error::BudgetReached`].
pub async fn hold(conn: &mut PgConnection, money: &JobMoney, amount: MicroDollars, now: DateTime<Utc>) -> Result<bool> {
    if !take(conn, money.user_id, amount).await? {
        return Ok(false);
    }
    budgets::charge(conn, money.user_id, money.purpose(), amount, now).await?;
    let entries = [("available", -amount.0), ("held", amount.0)];
    book(conn, &money.booking("hold"), &entries, now).await?;
    Ok(true)
}

/// Settles a hold: `spent` is paid, the rest returns to the balance.
///
/// # Errors
/// A constraint error (`ledger_transactions_one_settlement`) when the round is already settled; [`Error::AffectedRows`] when
/// `spent` is more than `held`.
pub async fn capture(
    conn: &mut PgConnection,
    money: &JobMoney,
    held: MicroDollars,
    spent: MicroDollars,
    now: DateTime<Utc>,
) -> Result<()> {
    let back = held.0 - spent.0;
    if back < 0 {
        return Err(Error::AffectedRows {
            expected: held.0.unsigned_abs(),
            actual: spent.0.unsigned_abs(),
        });
    }
    let entries = [("held", -held.0), ("spent", spent.0), ("available", back)];
    book(conn, &money.booking("capture"), &entries, now).await?;
    give_back(conn, money.user_id, back).await?;
    budgets::refund_of_job(conn, money.user_id, money.job_id, MicroDollars(back)).await
}

/// Returns a whole hold to the balance.
///
/// # Errors
/// A constraint error (`ledger_transactions_one_settlement`) when the round is already settled.
pub async fn release(conn: &mut PgConnection, money: &JobMoney, held: MicroDollars, now: DateTime<Utc>) -> Result<()> {
    let entries = [("held", -held.0), ("available", held.0)];
    book(conn, &money.booking("release"), &entries, now).await?;
    give_back(conn, money.user_id, held.0).await?;
    budgets::refund_of_job(conn, money.user_id, money.job_id, held).await
}

/// Brings what is held for a job from one amount to another before it begins. Gives `false`, having done nothing, when the balance
/// does not pay for the difference.
///
/// # Errors
/// [`Error::BudgetReached`].
pub async fn adjust(
    conn: &mut PgConnection,
    money: &JobMoney,
    from: MicroDollars,
    to: MicroDollars,
    now: DateTime<Utc>,
) -> Result<bool> {
    let more = to.0 - from.0;
    if more == 0 {
        return Ok(true);
    }
    if more > 0 {
        if !take(conn, money.user_id, MicroDollars(more)).await? {
            return Ok(false);
        }
        budgets::charge(conn, money.user_id, money.purpose(), MicroDollars(more), now).await?;
    } else {
        give_back(conn, money.user_id, -more).await?;
        budgets::refund_of_job(conn, money.user_id, money.job_id, MicroDollars(-more)).await?;
    }
    let entries = [("available", -more), ("held", more)];
    book(conn, &money.booking("adjust"), &entries, now).await?;
    Ok(true)
}

/// Takes `amount` from the balance for rows of a batch, which write it down as held. Gives `false`, having done nothing, when
/// the balance is smaller.
///
/// # Errors
/// [`Error::BudgetReached`].
pub async fn hold_for_batch(
    conn: &mut PgConnection,
    money: &BatchMoney,
    amount: MicroDollars,
    now: DateTime<Utc>,
) -> Result<bool> {
    if !take(conn, money.user_id, amount).await? {
        return Ok(false);
    }
    budgets::charge(conn, money.user_id, money.purpose(), amount, now).await?;
    let entries = [("available", -amount.0), ("held", amount.0)];
    book(conn, &money.booking("hold"), &entries, now).await?;
    Ok(true)
}

/// Returns to the balance what rows of a batch held, which no longer say so; each amount with the time since when it was held.
///
/// # Errors
/// When the database cannot be asked.
pub async fn release_for_batch(
    conn: &mut PgConnection,
    money: &BatchMoney,
    held: &[(DateTime<Utc>, MicroDollars)],
    now: DateTime<Utc>,
) -> Result<()> {
    let amount: MicroDollars = held.iter().map(|(_, amount)| *amount).sum();
    let entries = [("held", -amount.0), ("available", amount.0)];
    book(conn, &money.booking("release"), &entries, now).await?;
    give_back(conn, money.user_id, amount.0).await?;
    budgets::refund_of_batch(conn, money.user_id, money.batch_id, held).await
}

/// What can be spent now; `None` when there is no such user, or the account is being removed.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_balance(conn: &mut PgConnection, user_id: UserId) -> Result<Option<MicroDollars>> {
    let balance = sqlx::query_scalar!(
        "SELECT balance_microdollars FROM users WHERE id = $1 AND deletion_began_at IS NULL",
        user_id.0
    );
    Ok(balance.fetch_optional(conn).await?.map(MicroDollars))
}

/// What is set aside for a user's jobs and batches that have not ended.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_held(conn: &mut PgConnection, user_id: UserId) -> Result<MicroDollars> {
    let held = sqlx::query_scalar!(
        r#"SELECT (
            COALESCE((
                SELECT sum(held_microdollars) FROM generation_queue
                WHERE user_id = $1 AND status IN ('pending', 'processing')
            ), 0)
            + COALESCE((SELECT sum(held_microdollars) FROM batches WHERE user_id = $1 AND ended_at IS NULL), 0)
        )::bigint AS "held!""#,
        user_id.0
    );
    Ok(MicroDollars(held.fetch_one(conn).await?))
}

/// Takes from the balance, if it is enough.
async fn take(conn: &mut PgConnection, user_id: UserId, amount: MicroDollars) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET balance_microdollars = balance_microdollars - $2 WHERE id = $1 AND balance_microdollars >= $2",
        user_id.0,
        amount.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A row of `ledger_transactions`.
struct Booking<'a> {
    id: Uuid,
    user_id: UserId,
    kind: &'a str,
    note: &'a str,
    job: Option<(JobId, i32)>,
    batch_id: Option<BatchId>,
    purchase_id: Option<PurchaseId>,
}

impl<'a> Booking<'a> {
    /// For nothing in particular.
    fn new(id: Uuid, user_id: UserId, kind: &'a str) -> Self {
        Self {
            id,
            user_id,
            kind,
            note: "",
            job: None,
            batch_id: None,
            purchase_id: None,
        }
    }
}

/// Writes a transaction and those of its entries that are not zero; the schema refuses a sum other than zero at commit.
async fn book(
    conn: &mut PgConnection,
    booking: &Booking<'_>,
    entries: &[(&str, i64)],
    now: DateTime<Utc>,
) -> Result<()> {
    let moved = entries.iter().filter(|(_, amount)| *amount != 0);
    let (accounts, amounts): (Vec<String>, Vec<i64>) =
        moved.map(|(account, amount)| ((*account).to_owned(), *amount)).unzip();
    let (job_id, round) = booking.job.unzip();
    sqlx::query!(
        "WITH booked AS (
            INSERT INTO ledger_transactions (id, user_id, kind, note, job_id, round, batch_id, created_at, purchase_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $11)
            RETURNING id
        )
        INSERT INTO ledger_entries (transaction_id, account, user_id, amount_microdollars)
        SELECT booked.id, account, $2, amount FROM booked, unnest($9::text[], $10::bigint[]) AS entry (account, amount)",
        booking.id,
        booking.user_id.0,
        booking.kind,
        booking.note,
        job_id.map(|id| id.0),
        round,
        booking.batch_id.map(|id| id.0),
        now,
        &accounts,
        &amounts,
        booking.purchase_id.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn give_back(conn: &mut PgConnection, user_id: UserId, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let done = sqlx::query!(
        "UPDATE users SET balance_microdollars = balance_microdollars + $2 WHERE id = $1",
        user_id.0,
        amount
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
