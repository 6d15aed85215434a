//! Looking at purchases.

use studio_db::purchases::{self, Purchase};
use studio_model::{Cursor, PageLimit, PurchaseId, PurchaseState, UserId};

use super::settle::settle_order;
use crate::{App, Error, Page, Result};

/// A user's purchase. While it is open the payment service is asked what became of it, since its notice may be late or lost; a service
/// that does not answer leaves it as it is.
///
/// # Errors
/// [`Error::NotFound`] when it is not the user's.
pub async fn find(app: &App, user_id: UserId, id: PurchaseId) -> Result<Purchase> {
    let purchase = stored(app, user_id, id).await?;
    let (Some(service), Some(checkout_id), PurchaseState::Open) =
        (&app.payments, purchase.checkout_id.as_deref(), purchase.state)
    else {
        return Ok(purchase);
    };
    match service.find(checkout_id).await {
        Ok(outcome) => settle_order(app, id, outcome).await?,
        Err(error) => {
            tracing::warn!(purchase.id = %id, %error, "the payment service does not say what became of a purchase");
            return Ok(purchase);
        }
    }
    stored(app, user_id, id).await
}

/// As it was last heard of.
pub(super) async fn stored(app: &App, user_id: UserId, id: PurchaseId) -> Result<Purchase> {
    let mut conn = app.db.acquire().await?;
    let purchase = purchases::find_for_user(&mut conn, user_id, id).await?;
    purchase.ok_or(Error::NotFound)
}

/// A page of a user's purchases as they were last heard of, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<Purchase>> {
    let found = purchases::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    Ok(Page::new(found, limit, |purchase| Cursor {
        at: purchase.created_at,
        id: purchase.id.0,
    }))
}
