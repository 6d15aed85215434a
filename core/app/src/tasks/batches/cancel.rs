//! Ending what waits of a cancelled batch.

use studio_db::batches::end;
use studio_db::batches::load::OpenBatch;
use studio_db::events::{self, EventKind};
use studio_db::ledger::{self, BatchMoney};
use studio_model::MicroDollars;

use crate::{App, Result};

/// Jobs ended in one transaction.
const PIECE: i64 = 2000;

/// Ends them piece by piece; each piece returns what its jobs held.
pub(super) async fn cancel_waiting(app: &App, batch: OpenBatch) -> Result<()> {
    loop {
        let (mut tx, now) = (app.db.begin().await?, app.clock.now());
        let ended = end::cancel_waiting(&mut tx, batch.id, PIECE, now).await?;
        if ended.jobs == 0 {
            return Ok(());
        }
        if ended.held.iter().any(|(_, held)| *held > MicroDollars::ZERO) {
            let money = BatchMoney {
                id: app.clock.new_id(),
                user_id: batch.user_id,
                batch_id: batch.id,
            };
            ledger::release_for_batch(&mut tx, &money, &ended.held, now).await?;
            events::insert(&mut tx, batch.user_id, EventKind::Balance, batch.user_id.0).await?;
        }
        events::insert(&mut tx, batch.user_id, EventKind::Batch, batch.id.0).await?;
        tx.commit().await?;
        app.live.changed();
    }
}
