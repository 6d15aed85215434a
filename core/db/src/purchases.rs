//! `purchases`: credits that users buy.
//!
//! What becomes of one may be told twice and in any order: every function that ends one says whether it was the first to do so.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, MicroDollars, PageLimit, PurchaseId, PurchaseState, UserId};
use uuid::Uuid;

use crate::{Error, Result, ensure_affected};

/// A purchase.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// Its id, which is the order's at the payment service.
    pub id: PurchaseId,
    /// Who buys.
    pub user_id: UserId,
    /// What is bought; more than zero.
    pub bought: MicroDollars,
    /// What it costs, in the smallest unit of `currency`; more than zero.
    pub price_minor: i64,
    /// Three letters, lower case.
    pub currency: String,
    /// What became of it.
    pub state: PurchaseState,
    /// The payment service's name for the checkout.
    pub checkout_id: Option<String>,
    /// Where it is paid.
    pub checkout_url: Option<String>,
    /// What was bought by money that was given back.
    pub refunded: MicroDollars,
    /// Of that, what was spent already.
    pub unrecovered: MicroDollars,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub expires_at: DateTime<Utc>,
    /// When it was paid.
    pub paid_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    user_id: Uuid,
    bought_microdollars: i64,
    price_minor: i64,
    currency: String,
    state: String,
    checkout_id: Option<String>,
    checkout_url: Option<String>,
    refunded_microdollars: i64,
    unrecovered_microdollars: i64,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Purchase {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let state = PurchaseState::parse(&row.state).ok_or_else(|| Error::ImpossibleRow {
            table: "purchases",
            column: "state",
            id: row.id.to_string(),
        })?;
        Ok(Self {
            id: PurchaseId(row.id),
            user_id: UserId(row.user_id),
            bought: MicroDollars(row.bought_microdollars),
            price_minor: row.price_minor,
            currency: row.currency,
            state,
            checkout_id: row.checkout_id,
            checkout_url: row.checkout_url,
            refunded: MicroDollars(row.refunded_microdollars),
            unrecovered: MicroDollars(row.unrecovered_microdollars),
            created_at: row.created_at,
            expires_at: row.expires_at,
            paid_at: row.paid_at,
        })
    }
}

/// Makes a statement that gives purchases: `$before`, their columns, `$after`.
macro_rules! purchases {
    ($before:tt, $after:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            Row,
            $before
                + " id, user_id, bought_microdollars, price_minor, currency, state, checkout_id, checkout_url, refunded_microdollars, "
                + " unrecovered_microdollars, created_at, expires_at, paid_at "
                + $after,
            $($argument),+
        )
    };
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewPurchase<'a> {
    /// Its id.
    pub id: PurchaseId,
    /// Who buys.
    pub user_id: UserId,
    /// What is bought.
    pub bought: MicroDollars,
    /// What it costs, in the smallest unit of `currency`.
    pub price_minor: i64,
    /// Three letters, lower case.
    pub currency: &'a str,
    /// The name that the buyer gave this request.
    pub idempotency_key: Option<&'a str>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub expires_at: DateTime<Utc>,
}

/// Adds a purchase; `false` when its user has one with this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(conn: &mut PgConnection, purchase: &NewPurchase<'_>) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO purchases (id, user_id, bought_microdollars, price_minor, currency, idempotency_key, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT ON CONSTRAINT purchases_once_per_key DO NOTHING",
        purchase.id.0,
        purchase.user_id.0,
        purchase.bought.0,
        purchase.price_minor,
        purchase.currency,
        purchase.idempotency_key,
        purchase.created_at,
        purchase.expires_at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A user's purchase.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: PurchaseId) -> Result<Option<Purchase>> {
    let row = purchases!(
        "SELECT",
        "FROM purchases WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    row.fetch_optional(conn).await?.map(Purchase::try_from).transpose()
}

/// The purchase to which a user gave this key.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_by_key(conn: &mut PgConnection, user_id: UserId, key: &str) -> Result<Option<Purchase>> {
    let row = purchases!(
        "SELECT",
        "FROM purchases WHERE user_id = $1 AND idempotency_key = $2",
        user_id.0,
        key
    );
    row.fetch_optional(conn).await?.map(Purchase::try_from).transpose()
}

/// A page of a user's purchases, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Purchase>> {
    let rows = purchases!(
        "SELECT",
        "FROM purchases
        WHERE user_id = $1
            AND (created_at, id)
                < (COALESCE($2, 'infinity'::timestamptz), COALESCE($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    rows.fetch_all(conn)
        .await?
        .into_iter()
        .map(Purchase::try_from)
        .collect()
}

/// Notes where a purchase is paid.
///
/// # Errors
/// [`Error::AffectedRows`] when there is none.
pub async fn set_checkout(conn: &mut PgConnection, id: PurchaseId, checkout_id: &str, url: &str) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE purchases SET checkout_id = $2, checkout_url = $3 WHERE id = $1",
        id.0,
        checkout_id,
        url
    );
    ensure_affected(&done.execute(conn).await?, 1)
}

/// Marks a purchase as paid, even one that was given up; gives it unless it was paid before.
///
/// # Errors
/// A constraint error (`purchases_payment`) when another purchase has this payment.
pub async fn set_paid(
    conn: &mut PgConnection,
    id: PurchaseId,
    payment_id: &str,
    now: DateTime<Utc>,
) -> Result<Option<Purchase>> {
    let row = purchases!(
        "UPDATE purchases SET state = 'paid', payment_id = $2, paid_at = $3
        WHERE id = $1 AND state <> 'paid'
        RETURNING",
        "",
        id.0,
        payment_id,
        now
    );
    row.fetch_optional(conn).await?.map(Purchase::try_from).transpose()
}

/// Gives an open purchase up as `state`.
///
/// # Errors
/// A constraint error for `paid`.
pub async fn give_up(conn: &mut PgConnection, id: PurchaseId, state: PurchaseState) -> Result<()> {
    sqlx::query!(
        "UPDATE purchases SET state = $2 WHERE id = $1 AND state = 'open'",
        id.0,
        state.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks the purchase that was paid by `payment_id`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_by_payment(conn: &mut PgConnection, payment_id: &str) -> Result<Option<Purchase>> {
    let row = purchases!(
        "SELECT",
        "FROM purchases WHERE payment_id = $1
        FOR NO KEY UPDATE",
        payment_id
    );
    row.fetch_optional(conn).await?.map(Purchase::try_from).transpose()
}

/// Adds to what was given back of a purchase.
///
/// # Errors
/// [`Error::AffectedRows`] when there is none; a constraint error when it would be more than was bought.
pub async fn add_refund(
    conn: &mut PgConnection,
    id: PurchaseId,
    refunded: MicroDollars,
    unrecovered: MicroDollars,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE purchases
        SET refunded_microdollars = refunded_microdollars + $2, unrecovered_microdollars = unrecovered_microdollars + $3
        WHERE id = $1",
        id.0,
        refunded.0,
        unrecovered.0
    );
    ensure_affected(&done.execute(conn).await?, 1)
}
