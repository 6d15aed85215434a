//! What a webhook was told, and telling it again.

use std::time::Duration;

use serde_json::json;
use studio_db::webhooks::deliveries::{self, Delivery};
use studio_model::{Cursor, DeliveryStatus, PageLimit, UserId, WebhookDeliveryId, WebhookId};

use super::edit::require_enabled;
use super::find;
use crate::{App, Error, Page, Result};

/// The event of a trial, which no webhook chooses.
pub const TRIAL: &str = "webhook.test";
/// Trials of a webhook that may wait.
pub const MAX_TRIALS: i64 = 5;
/// When another trial may be possible.
const TRIAL_PAUSE: Duration = Duration::from_secs(10);

/// A page of what a webhook was told, newest first; of one state, if that is given.
///
/// # Errors
/// [`Error::NotFound`] when the webhook is not the user's.
pub async fn list_deliveries(
    app: &App,
    user_id: UserId,
    webhook_id: WebhookId,
    status: Option<DeliveryStatus>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<Delivery>> {
    find(app, user_id, webhook_id).await?;
    let mut conn = app.db.acquire().await?;
    let found = deliveries::list(&mut conn, user_id, webhook_id, status, after, limit).await?;
    Ok(Page::new(found, limit, |delivery: &Delivery| Cursor {
        at: delivery.created_at,
        id: delivery.id.0,
    }))
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when it is not of a webhook of the user's.
pub async fn find_delivery(
    app: &App,
    user_id: UserId,
    webhook_id: WebhookId,
    id: WebhookDeliveryId,
) -> Result<Delivery> {
    let mut conn = app.db.acquire().await?;
    let found = deliveries::find_for_user(&mut conn, user_id, webhook_id, id).await?;
    found.ok_or(Error::NotFound)
}

/// Has something sent again at once, with the same id, so that whoever took it before can tell.
///
/// # Errors
/// [`Error::NotFound`] when it is not of a webhook of the user's, [`Error::Conflict`] when the webhook is off.
pub async fn resend(app: &App, user_id: UserId, webhook_id: WebhookId, id: WebhookDeliveryId) -> Result<Delivery> {
    find_delivery(app, user_id, webhook_id, id).await?;
    require_enabled(app, user_id, webhook_id).await?;
    let (mut conn, now) = (app.db.acquire().await?, app.clock.now());
    deliveries::update_to_resend(&mut conn, user_id, (webhook_id, id), now).await?;
    drop(conn);
    find_delivery(app, user_id, webhook_id, id).await
}

/// Has a trial sent, an event that says nothing.
///
/// # Errors
/// [`Error::NotFound`] when the webhook is not the user's, [`Error::Conflict`] when it is off, [`Error::LimitReached`] when
/// [`MAX_TRIALS`] wait already.
pub async fn send_trial(app: &App, user_id: UserId, webhook_id: WebhookId) -> Result<Delivery> {
    require_enabled(app, user_id, webhook_id).await?;
    let (id, now) = (WebhookDeliveryId(app.clock.new_id()), app.clock.now());
    let data = json!({ "message": "This is a test." });
    let mut conn = app.db.acquire().await?;
    let trial = (TRIAL, &data);
    if !deliveries::insert_trial(&mut conn, user_id, (webhook_id, id), trial, MAX_TRIALS, now).await? {
        return Err(Error::LimitReached {
            retry_after: TRIAL_PAUSE,
        });
    }
    drop(conn);
    find_delivery(app, user_id, webhook_id, id).await
}
