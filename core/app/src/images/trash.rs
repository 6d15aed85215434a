//! Throwing pictures away, taking them back, and the end.
//!
//! Rows go first and objects afterwards, so that no row ever lacks its file; objects that a dying process leaves behind belong to
//! nobody then, and `tasks::housekeeping` removes those.

use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use studio_db::images::trash::{self, Purged};
use studio_model::{Cursor, ImageId, JobId, PageLimit, ThumbnailSize, UserId};
use studio_storage::{ObjectKey, ThumbnailFormat};

use super::details::tell;
use super::{ImageView, find};
use crate::{App, Error, Page, Result};

/// Rows that are deleted in one transaction.
const STEP: i64 = 200;

/// Objects that are removed at a time.
const AT_A_TIME: usize = 16;

/// What came of emptying the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    /// Pictures that are gone.
    pub purged: u64,
    /// Pictures that stay, because a job or a recipe still starts from them.
    pub left: u64,
}

/// Moves a picture to the trash. Twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's.
pub async fn move_to_trash(app: &App, user_id: UserId, id: ImageId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    if !trash::put(&mut tx, user_id, id, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    tell(&mut tx, user_id, id).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(())
}

/// Takes a picture out of the trash, as it was. Twice is fine.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's, or is gone.
pub async fn restore(app: &App, user_id: UserId, id: ImageId) -> Result<ImageView> {
    let mut tx = app.db.begin().await?;
    if !trash::restore(&mut tx, user_id, id, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    tell(&mut tx, user_id, id).await?;
    tx.commit().await?;
    app.live.changed();
    find(app, user_id, id).await
}

/// A page of a user's trash, what was thrown away last first.
///
/// # Errors
/// When the database is away.
pub async fn list_trash(
    app: &App,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ImageView>> {
    let rows = trash::list(&mut *app.db.acquire().await?, user_id, after, limit).await?;
    let items = rows.into_iter().map(ImageView::from).collect();
    Ok(Page::new(items, limit, |image: &ImageView| Cursor {
        at: image.deleted_at.unwrap_or(image.updated_at),
        id: image.id.0,
    }))
}

/// How many pictures are in a user's trash.
///
/// # Errors
/// When the database is away.
pub async fn count_trash(app: &App, user_id: UserId) -> Result<u64> {
    let count = trash::count(&mut *app.db.acquire().await?, user_id).await?;
    Ok(count.unsigned_abs())
}

/// Whether a picture is in a user's trash.
///
/// # Errors
/// When the database is away.
pub async fn is_trashed(app: &App, user_id: UserId, id: ImageId) -> Result<bool> {
    let image = trash::find_anywhere(&mut *app.db.acquire().await?, user_id, id).await?;
    Ok(image.is_some_and(|image| image.deleted_at.is_some()))
}

/// Removes a picture of the trash for good, and its files unless another picture has the same.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the user's trash, [`Error::Conflict`] when a job or a recipe still starts from it.
pub async fn purge(app: &App, user_id: UserId, id: ImageId) -> Result<()> {
    let purged = trash::purge(&mut *app.db.acquire().await?, user_id, Some(id), 1).await?;
    if purged.is_empty() {
        return Err(if is_trashed(app, user_id, id).await? {
            Error::Conflict("a job or a recipe still starts from this picture; cancel it or wait".to_owned())
        } else {
            Error::NotFound
        });
    }
    remove_objects(app, &purged).await
}

/// Removes everything in a user's trash for good, but for pictures that a job or a recipe still starts from.
///
/// # Errors
/// When the database or the store is away; what was removed until then is gone.
pub async fn empty_trash(app: &App, user_id: UserId) -> Result<Emptied> {
    let mut gone = 0;
    loop {
        let purged = trash::purge(&mut *app.db.acquire().await?, user_id, None, STEP).await?;
        if purged.is_empty() {
            break;
        }
        gone += count(&purged);
        remove_objects(app, &purged).await?;
    }
    Ok(Emptied {
        purged: gone,
        left: count_trash(app, user_id).await?,
    })
}

/// Removes one step of what was thrown away before a time; gives how many pictures.
pub(crate) async fn purge_before(app: &App, before: DateTime<Utc>) -> Result<u64> {
    let purged = trash::purge_before(&mut *app.db.acquire().await?, before, STEP).await?;
    remove_objects(app, &purged).await?;
    Ok(count(&purged))
}

fn count(purged: &[Purged]) -> u64 {
    u64::try_from(purged.len()).unwrap_or(u64::MAX)
}

/// Removes the files of rows that are gone, unless another row has the same.
async fn remove_objects(app: &App, purged: &[Purged]) -> Result<()> {
    if purged.is_empty() {
        return Ok(());
    }
    let unused = trash::list_unused(&mut *app.db.acquire().await?, purged).await?;
    remove_files(app, unused.iter().filter_map(|position| purged.get(*position))).await
}

/// Removes all files of pictures. Twice is fine.
pub(crate) async fn remove_files<'a>(app: &App, images: impl Iterator<Item = &'a Purged>) -> Result<()> {
    let mut keys = Vec::new();
    for image in images {
        keys.extend(keys_of(image)?);
    }
    let removals = keys.into_iter().map(|key| {
        let store = app.store.clone();
        async move { store.delete(&key).await }
    });
    stream::iter(removals)
        .buffer_unordered(AT_A_TIME)
        .try_collect::<Vec<()>>()
        .await?;
    Ok(())
}

/// Every object that a picture may have; smaller ones lack some thumbnails, whose removal does nothing.
fn keys_of(image: &Purged) -> Result<Vec<ObjectKey>> {
    let (job_id, index) = (
        JobId(image.object_id),
        u16::try_from(image.output_index).map_err(Error::internal)?,
    );
    let format = image.format.parse().map_err(Error::internal)?;
    let mut keys = vec![ObjectKey::Original { job_id, index, format }];
    for size in ThumbnailSize::ALL {
        keys.extend(ThumbnailFormat::ALL.map(|format| ObjectKey::Thumbnail {
            job_id,
            index,
            size,
            format,
        }));
    }
    Ok(keys)
}
