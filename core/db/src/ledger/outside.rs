//! Money that comes from outside and goes there: credits that are given, bought, refunded, or that expire.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{MicroDollars, PurchaseId, UserId};
use uuid::Uuid;

use super::{Booking, book, find_balance, give_back};
use crate::{Result, ensure_affected, users};

/// Credits given to a user.
#[derive(Clone, Debug)]
pub struct Grant<'a> {
    /// Id of the ledger transaction to write.
    pub id: Uuid,
    /// Who gets them.
    pub user_id: UserId,
    /// More than zero.
    pub amount: MicroDollars,
    /// Why, for the history.
    pub note: &'a str,
}

/// Adds credits to a balance.
///
/// # Errors
/// [`Error::AffectedRows`] when there is no such user, or the account is being removed; a constraint error when the amount is zero.
pub async fn grant(conn: &mut PgConnection, grant: &Grant<'_>, now: DateTime<Utc>) -> Result<()> {
    let booking = Booking {
        note: grant.note,
        ..Booking::new(grant.id, grant.user_id, "grant")
    };
    let entries = [("funding", -grant.amount.0), ("available", grant.amount.0)];
    book(conn, &booking, &entries, now).await?;
    fund(conn, grant.user_id, grant.amount).await
}

/// Credits that were bought, or whose price was given back.
#[derive(Clone, Copy, Debug)]
pub struct PurchaseMoney {
    /// Id of the ledger transaction to write.
    pub id: Uuid,
    /// Who bought them.
    pub user_id: UserId,
    /// By what.
    pub purchase_id: PurchaseId,
    /// More than zero.
    pub amount: MicroDollars,
}

impl PurchaseMoney {
    fn booking(&self, kind: &'static str) -> Booking<'static> {
        Booking {
            purchase_id: Some(self.purchase_id),
            ..Booking::new(self.id, self.user_id, kind)
        }
    }
}

/// Adds bought credits to a balance.
///
/// # Errors
/// A constraint error (`ledger_transactions_one_purchase`) when this was done before; [`Error::AffectedRows`] when the account is being
/// removed.
pub async fn purchase(conn: &mut PgConnection, money: &PurchaseMoney, now: DateTime<Utc>) -> Result<()> {
    let amount = money.amount.0;
    let entries = [("funding", -amount), ("available", amount)];
    book(conn, &money.booking("purchase"), &entries, now).await?;
    fund(conn, money.user_id, money.amount).await
}

/// Takes credits from a balance whose price was given back, and gives how much it took: no more than there is to spend.
///
/// # Errors
/// When the database cannot be asked.
pub async fn refund(conn: &mut PgConnection, money: &PurchaseMoney, now: DateTime<Utc>) -> Result<MicroDollars> {
    users::lock(conn, money.user_id).await?;
    let balance = find_balance(conn, money.user_id).await?.unwrap_or_default();
    let taken = balance.min(money.amount);
    give_back(conn, money.user_id, -taken.0).await?;
    if taken > MicroDollars::ZERO {
        let entries = [("available", -taken.0), ("funding", taken.0)];
        book(conn, &money.booking("refund"), &entries, now).await?;
    }
    Ok(taken)
}

/// Adds to the balance what comes from outside, unless the account is being removed.
async fn fund(conn: &mut PgConnection, user_id: UserId, amount: MicroDollars) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE users SET balance_microdollars = balance_microdollars + $2 WHERE id = $1 AND deletion_began_at IS NULL",
        user_id.0,
        amount.0
    );
    ensure_affected(&done.execute(conn).await?, 1)
}

/// Lets all that can be spent expire, and gives how much that was; nothing is written for nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn expire(conn: &mut PgConnection, id: Uuid, user_id: UserId, now: DateTime<Utc>) -> Result<MicroDollars> {
    let rest = sqlx::query_scalar!(
        "UPDATE users SET balance_microdollars = 0
        FROM (SELECT id, balance_microdollars FROM users WHERE id = $1 FOR UPDATE) AS before
        WHERE users.id = before.id
        RETURNING before.balance_microdollars AS \"before!\"",
        user_id.0
    );
    let rest = rest.fetch_optional(&mut *conn).await?.unwrap_or(0);
    if rest != 0 {
        let booking = Booking::new(id, user_id, "expiry");
        book(conn, &booking, &[("available", -rest), ("funding", rest)], now).await?;
    }
    Ok(MicroDollars(rest))
}
