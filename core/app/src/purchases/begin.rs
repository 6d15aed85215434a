//! Asking for credits.

use chrono::TimeDelta;
use studio_db::purchases::{self, NewPurchase, Purchase};
use studio_model::{PurchaseId, PurchaseState};
use studio_payments::{Amount, Order};

use super::{amount_of, find, offer};
use crate::accounts::User;
use crate::{App, Error, Result};

/// How long a purchase can be paid: within the 30 minutes to 24 hours that Stripe allows.
const LIFETIME: TimeDelta = TimeDelta::hours(2);
/// Longest key of a request.
const MAX_KEY_CHARS: usize = 255;

/// A purchase that can be paid.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The purchase.
    pub purchase: Purchase,
    /// It was asked for before, by a request with the same key.
    pub replayed: bool,
}

/// Begins a purchase of `credits`, which must be one of the packs on [`offer`]. Its `checkout_url` is where it is paid.
///
/// # Errors
/// [`Error::NotFound`] when nothing is sold, [`Error::Invalid`] when there is no such pack or the key is not 1 to 255 characters long,
/// [`Error::Conflict`] when the key belongs to a purchase of something else, [`Error::Unavailable`] when the payment service does not open
/// a checkout.
pub async fn begin(app: &App, user: &User, credits: u32, key: Option<&str>) -> Result<Begun> {
    let offer = offer(app).ok_or(Error::NotFound)?;
    let pack = offer.packs.iter().find(|pack| pack.credits == credits);
    let pack = pack.ok_or_else(|| Error::invalid("credits", "Choose one of the packs on offer."))?;
    if key.is_some_and(|key| !(1..=MAX_KEY_CHARS).contains(&key.chars().count())) {
        let message = format!("Use 1 to {MAX_KEY_CHARS} characters.");
        return Err(Error::invalid("Idempotency-Key", message));
    }
    let now = app.clock.now();
    let new = NewPurchase {
        id: PurchaseId(app.clock.new_id()),
        user_id: user.id,
        bought: amount_of(pack.credits),
        price_minor: pack.price_minor,
        currency: &offer.currency.code,
        idempotency_key: key,
        created_at: now,
        expires_at: now + LIFETIME,
    };
    let mut conn = app.db.acquire().await?;
    let is_new = purchases::insert(&mut conn, &new).await?;
    let found = match key {
        Some(key) if !is_new => purchases::find_by_key(&mut conn, user.id, key).await?,
        _ => purchases::find_for_user(&mut conn, user.id, new.id).await?,
    };
    let purchase = found.ok_or(Error::NotFound)?;
    drop(conn);
    if (purchase.bought, purchase.price_minor) != (new.bought, new.price_minor) {
        return Err(Error::Conflict(
            "this Idempotency-Key belongs to another purchase".to_owned(),
        ));
    }
    // The first request may have failed, or died, before it had a checkout.
    if purchase.state == PurchaseState::Open && purchase.checkout_url.is_none() {
        open_checkout(app, user, &purchase).await?;
    }
    let purchase = find::stored(app, user.id, purchase.id).await?;
    Ok(Begun {
        purchase,
        replayed: !is_new,
    })
}

async fn open_checkout(app: &App, user: &User, purchase: &Purchase) -> Result<()> {
    let order = Order {
        id: purchase.id.0,
        title: format!("{} credits", purchase.bought),
        amount: Amount {
            minor: purchase.price_minor,
            currency: purchase.currency.clone(),
        },
        email: user.email.clone(),
        return_url: app.purchase_url(purchase.id),
        expires_at: purchase.expires_at,
    };
    let service = app.payments.as_ref().ok_or(Error::NotFound)?;
    let mut conn = app.db.acquire().await?;
    match service.begin(&order).await {
        Ok(checkout) => {
            purchases::set_checkout(&mut conn, purchase.id, &checkout.id, checkout.url.as_str()).await?;
            tracing::info!(user.id = %user.id, purchase.id = %purchase.id, "a purchase began");
            Ok(())
        }
        Err(error) => {
            purchases::give_up(&mut conn, purchase.id, PurchaseState::Failed).await?;
            Err(unavailable(error))
        }
    }
}

/// To a buyer, a service that refuses the studio's request is away as well.
pub(super) fn unavailable(error: studio_payments::Error) -> Error {
    Error::Unavailable {
        what: "the payment service",
        source: error.into(),
    }
}
