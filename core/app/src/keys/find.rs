//! Looking at keys.

use studio_db::api_keys;
use studio_model::{ApiKeyId, Cursor, PageLimit, UserId};

use super::KeyView;
use crate::{App, Error, Page, Result};

/// A page of a user's keys, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<KeyView>> {
    let found = api_keys::list(&mut *app.db.acquire().await?, user_id, None, after, limit).await?;
    let now = app.clock.now();
    let views = found.into_iter().map(|key| KeyView::new(key, now)).collect();
    Ok(Page::new(views, limit, |key: &KeyView| Cursor {
        at: key.created_at,
        id: key.id.0,
    }))
}

/// One key of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: ApiKeyId) -> Result<KeyView> {
    let key = api_keys::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    let key = key.ok_or(Error::NotFound)?;
    Ok(KeyView::new(key, app.clock.now()))
}
