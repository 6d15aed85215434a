//! Looking at collections.

use studio_db::collections::{self, CollectionFilter};
use studio_model::{CollectionId, Cursor, PageLimit, UserId};

use super::CollectionView;
use crate::search::patterns;
use crate::{App, Error, Page, Result};

/// A page of a user's collections, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, user_id: UserId, after: Option<Cursor>, limit: PageLimit) -> Result<Page<CollectionView>> {
    page(app, user_id, &CollectionFilter::default(), after, limit).await
}

/// A page of a user's collections in whose name or description every word of `q` is found; newest first.
///
/// # Errors
/// [`Error::Invalid`] for a `q` that has no words or too many.
pub async fn search(
    app: &App,
    user_id: UserId,
    q: &str,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<CollectionView>> {
    let filter = CollectionFilter {
        patterns: patterns(q)?,
        ..CollectionFilter::default()
    };
    page(app, user_id, &filter, after, limit).await
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

async fn page(
    app: &App,
    user_id: UserId,
    filter: &CollectionFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<CollectionView>> {
    let found = collections::list(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let views = found.into_iter().map(CollectionView::from).collect();
    Ok(Page::new(views, limit, |collection: &CollectionView| Cursor {
        at: collection.created_at,
        id: collection.id.0,
    }))
}
