//! Cancelling a batch.

use studio_db::batches::{self, end};
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, BatchMoney};
use studio_model::{BatchId, MicroDollars, UserId};

use super::find;
use super::view::BatchView;
use crate::{App, Error, Result};

/// Ends a batch: no row becomes a job and none starts from here on, the provider is asked to cancel what runs, and what was
/// held returns. The waiting jobs are ended by the workers within moments. A result that arrives anyway is kept. Cancelling
/// twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's, [`Error::Conflict`] for one that has ended.
pub async fn cancel(app: &App, user_id: UserId, id: BatchId) -> Result<BatchView> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let batch = batches::lock_for_user(&mut tx, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    if batch.ended_at.is_some() {
        return Err(Error::Conflict("the batch has ended already".to_owned()));
    }
    if batch.cancel_requested_at.is_none() {
        end::request_cancel(&mut tx, id, now).await?;
        // Jobs before money, as everybody locks.
        end::request_cancel_begun(&mut tx, id, now).await?;
        if batch.held > MicroDollars::ZERO {
            let money = BatchMoney {
                id: app.clock.new_id(),
                user_id,
                batch_id: id,
            };
            ledger::release_for_batch(&mut tx, &money, &[(batch.created_at, batch.held)], now).await?;
            events::insert(&mut tx, user_id, EventKind::Balance, user_id.0).await?;
        }
        events::insert(&mut tx, user_id, EventKind::Batch, id.0).await?;
        tx.commit().await?;
        app.live.changed();
    }
    find(app, user_id, id).await
}
