//! Looking at batches.

use studio_db::batches::{self, Batch, tally};
use studio_db::recipes::runs;
use studio_model::{BatchId, Cursor, PageLimit, UserId};

use super::view::BatchView;
use crate::{App, Error, Page, Result};

/// A page of a user's batches, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<BatchView>> {
    let batches = batches::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let views = complete(app, batches).await?;
    Ok(Page::new(views, limit, |batch| Cursor {
        at: batch.created_at,
        id: batch.id.0,
    }))
}

/// Batches that are shown at once.
const SHOWN: u16 = 20;

/// A user's batches that have not ended, newest first, 20 at the most.
///
/// # Errors
/// When the database is away.
pub async fn list_open(app: &App, user_id: UserId) -> Result<Vec<BatchView>> {
    let limit = PageLimit::new(SHOWN).unwrap_or_default();
    let batches = batches::list_open_for_user(&mut *app.db.acquire().await?, user_id, limit).await?;
    if batches.is_empty() {
        return Ok(Vec::new());
    }
    complete(app, batches).await
}

/// One batch of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: BatchId) -> Result<BatchView> {
    let batch = batches::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let views = complete(app, vec![batch.ok_or(Error::NotFound)?]).await?;
    views.into_iter().next().ok_or(Error::NotFound)
}

async fn complete(app: &App, batches: Vec<Batch>) -> Result<Vec<BatchView>> {
    let ids: Vec<BatchId> = batches.iter().map(|batch| batch.id).collect();
    let mut conn = app.db.acquire().await?;
    let tallies = tally::count(&mut conn, &ids).await?;
    let runs = runs::list_by_batches(&mut conn, &ids).await?;
    let now = app.clock.now();
    let view = |batch: Batch| {
        let tally = tallies.get(&batch.id).copied().unwrap_or_default();
        BatchView {
            recipe_run: runs.get(&batch.id).copied(),
            ..BatchView::new(batch, tally, now)
        }
    };
    Ok(batches.into_iter().map(view).collect())
}
