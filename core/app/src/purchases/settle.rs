//! What the payment service says became of a purchase.

use http::HeaderMap;
use studio_db::PgConnection;
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, PurchaseMoney};
use studio_db::purchases::{self, Purchase};
use studio_model::{MicroDollars, PurchaseId, PurchaseState};
use studio_payments::{Amount, Notice, NoticeError, Outcome};

use crate::{App, Error, Result};

/// Takes a notice of the payment service: `headers` and `body` as they came. The same one again does nothing.
///
/// # Errors
/// [`Error::NotFound`] when nothing is sold, [`Error::Unauthenticated`] without a valid signature, [`Error::Invalid`] for a signed body
/// that is no notice, [`Error::Conflict`] when another amount was paid than was asked for.
pub async fn settle(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<()> {
    let service = app.payments.as_ref().ok_or(Error::NotFound)?;
    let notice = service
        .read(headers, body, app.clock.now())
        .map_err(|error| match error {
            NoticeError::Signature => Error::Unauthenticated("the signature is not valid"),
            NoticeError::Age => Error::Unauthenticated("the signature is too old"),
            NoticeError::Body => Error::invalid("", "This is not a notice of the payment service."),
        })?;
    match notice {
        None => Ok(()),
        Some(Notice::Order { order_id, outcome }) => settle_order(app, PurchaseId(order_id), outcome).await,
        Some(Notice::Refunded {
            payment_id,
            refunded,
            whole,
        }) => settle_refund(app, &payment_id, refunded, whole).await,
    }
}

pub(super) async fn settle_order(app: &App, id: PurchaseId, outcome: Outcome) -> Result<()> {
    match outcome {
        Outcome::Open => Ok(()),
        Outcome::Paid { payment_id, amount } => give(app, id, &payment_id, &amount).await,
        Outcome::Failed => give_up(app, id, PurchaseState::Failed).await,
        Outcome::Expired => give_up(app, id, PurchaseState::Expired).await,
    }
}

async fn give_up(app: &App, id: PurchaseId, state: PurchaseState) -> Result<()> {
    Ok(purchases::give_up(&mut *app.db.acquire().await?, id, state).await?)
}

/// Gives what was bought, unless that was done before or the order is another's.
async fn give(app: &App, id: PurchaseId, payment_id: &str, paid: &Amount) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let Some(purchase) = purchases::set_paid(&mut tx, id, payment_id, now).await? else {
        return Ok(());
    };
    if (paid.minor, &paid.currency) != (purchase.price_minor, &purchase.currency) {
        tracing::error!(
            purchase.id = %id, paid.minor, paid.currency, asked = purchase.price_minor,
            "another amount was paid than was asked for; no credits were given"
        );
        return Err(Error::Conflict("another amount was paid than was asked for".to_owned()));
    }
    ledger::purchase(&mut tx, &money(app, &purchase, purchase.bought), now).await?;
    tell(&mut tx, &purchase).await?;
    tx.commit().await?;
    app.live.changed();
    tracing::info!(user.id = %purchase.user_id, purchase.id = %id, credits = %purchase.bought, "credits were bought");
    Ok(())
}

/// Takes back what the money had bought that was given back: `refunded` of `whole`, all refunds so far together.
async fn settle_refund(app: &App, payment_id: &str, refunded: i64, whole: i64) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let Some(purchase) = purchases::lock_by_payment(&mut tx, payment_id).await? else {
        return Ok(());
    };
    let owed = MicroDollars(share(purchase.bought.0, refunded, whole) - purchase.refunded.0);
    if owed <= MicroDollars::ZERO {
        return Ok(());
    }
    let taken = ledger::refund(&mut tx, &money(app, &purchase, owed), now).await?;
    let unrecovered = MicroDollars(owed.0 - taken.0);
    purchases::add_refund(&mut tx, purchase.id, owed, unrecovered).await?;
    tell(&mut tx, &purchase).await?;
    tx.commit().await?;
    app.live.changed();
    if unrecovered > MicroDollars::ZERO {
        tracing::warn!(user.id = %purchase.user_id, purchase.id = %purchase.id, credits = %unrecovered, "refunded credits were spent already");
    }
    Ok(())
}

fn money(app: &App, purchase: &Purchase, amount: MicroDollars) -> PurchaseMoney {
    PurchaseMoney {
        id: app.clock.new_id(),
        user_id: purchase.user_id,
        purchase_id: purchase.id,
        amount,
    }
}

async fn tell(conn: &mut PgConnection, purchase: &Purchase) -> Result<()> {
    Ok(events::insert(conn, purchase.user_id, EventKind::Balance, purchase.user_id.0).await?)
}

/// `part` of `whole`, of an amount, rounded up; all of it at most.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    let share = (amount * part.clamp(0, whole) + whole - 1) / whole;
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_never_more_than_all() {
        let cases = [
            (1_000, 0, 500),
            (1_000, 200, 500),
            (1_000, 1, 3),
            (1_000, 500, 500),
            (1_000, 501, 500),
            (1_000, 5, 0),
        ];
        assert_eq!(
            cases.map(|(amount, part, whole)| share(amount, part, whole)),
            [0, 400, 334, 1_000, 1_000, 0]
        );
        assert_eq!(share(i64::MAX, i64::MAX, i64::MAX), i64::MAX);
    }
}
