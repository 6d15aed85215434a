//! Looking at collections.

use studio_db::collections;
use studio_model::{CollectionId, Cursor, PageLimit, UserId};

use super::CollectionView;
use crate::{App, Error, Page, Result};

/// A page of a user's collections, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<CollectionView>> {
    let found = collections::list(&mut *app.db.acquire().await?, user_id, None, after, limit).await?;
    let views = found.into_iter().map(CollectionView::from).collect();
    Ok(Page::new(views, limit, |collection: &CollectionView| Cursor {
        at: collection.created_at,
        id: collection.id.0,
    }))
}

/// A user's collections by name, at most 200, to choose one from.
///
/// # Errors
/// When the database is away.
pub async fn list_names(app: &App, user_id: UserId) -> Result<Vec<(CollectionId, String)>> {
    Ok(collections::list_names(&mut *app.db.acquire().await?, user_id).await?)
}

/// One collection of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: CollectionId) -> Result<CollectionView> {
    let collection = collections::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    collection.map(CollectionView::from).ok_or(Error::NotFound)
}
