//! What became of a user's money.

pub use studio_db::ledger::history::Movement;
use studio_db::ledger::history::list;
use studio_model::{Cursor, PageLimit, UserId};

use crate::{App, Page, Result};

/// A page of the movements of a user's money, newest first.
///
/// # Errors
/// When the database is away.
pub async fn history(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<Movement>> {
    let movements = list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    Ok(Page::new(movements, limit, |movement| Cursor {
        at: movement.created_at,
        id: movement.id,
    }))
}
