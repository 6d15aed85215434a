//! `provider_accounts`: how many jobs an account at the provider bears. Admission reads the same table.
//!
//! There is one account so far, the studio's own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::ProviderLimit;

use crate::{Result, ensure_affected};

/// The limit together with what it is compared with.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What the account bears.
    pub limit: ProviderLimit,
    /// Jobs at the provider, or on their way there.
    pub running: u32,
    /// The database's time, by which the limit's times are meant.
    pub now: DateTime<Utc>,
}

struct AccountRow {
    max_running: Option<i32>,
    running_limit: Option<i32>,
    accepted: i32,
    held_until: Option<DateTime<Utc>>,
    lowered_at: Option<DateTime<Utc>>,
    raised_at: Option<DateTime<Utc>>,
    reason: String,
    running: i64,
    now: DateTime<Utc>,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            limit: ProviderLimit {
                max_running: row.max_running.map(i32::unsigned_abs),
                lowered_to: row.running_limit.map(i32::unsigned_abs),
                accepted: row.accepted.unsigned_abs(),
                held_until: row.held_until,
                lowered_at: row.lowered_at,
                raised_at: row.raised_at,
                reason: row.reason,
            },
            running: u32::try_from(row.running).unwrap_or(u32::MAX),
            now: row.now,
        }
    }
}

/// The studio's account.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection) -> Result<Account> {
    let row = sqlx::query_as!(
        AccountRow,
        r#"SELECT max_running, running_limit, accepted, held_until, lowered_at, raised_at, reason,
            jobs_at_provider() AS "running!", clock_timestamp() AS "now!"
        FROM provider_accounts WHERE user_id IS NULL"#
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

/// The studio's account, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock(conn: &mut PgConnection) -> Result<Account> {
    let row = sqlx::query_as!(
        AccountRow,
        r#"SELECT max_running, running_limit, accepted, held_until, lowered_at, raised_at, reason,
            jobs_at_provider() AS "running!", clock_timestamp() AS "now!"
        FROM provider_accounts WHERE user_id IS NULL FOR UPDATE"#
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

/// Stores what was learnt about the studio's account.
///
/// # Errors
/// A constraint error for a number out of range.
pub async fn update(conn: &mut PgConnection, limit: &ProviderLimit) -> Result<()> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let done = sqlx::query!(
        "UPDATE provider_accounts
        SET max_running = $1, running_limit = $2, accepted = $3, held_until = $4, lowered_at = $5, raised_at = $6, reason = $7
        WHERE user_id IS NULL",
        limit.max_running.map(number),
        limit.lowered_to.map(number),
        number(limit.accepted),
        limit.held_until,
        limit.lowered_at,
        limit.raised_at,
        limit.reason
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}
