//! Which pictures are on a collection.

use std::collections::{BTreeSet, HashMap};

use studio_db::PgConnection;
use studio_db::collections::{self, images as places};
use studio_model::{CollectionId, ImageId, PageLimit, UserId};

use super::find;
use crate::images::{self, Added, ImageView};
use crate::{App, Error, Result};

/// Pictures of one collection at most.
pub const MAX_IMAGES: usize = 10_000;

/// A picture with its place on a collection.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The picture.
    pub image: ImageView,
    /// Orders the pictures; a further page begins after it.
    pub position: i32,
}

/// Some pictures of a collection in their order, from after a position on.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's.
pub async fn list_images(
    app: &App,
    user_id: UserId,
    id: CollectionId,
    after: Option<i32>,
    limit: PageLimit,
) -> Result<Vec<Placed>> {
    find(app, user_id, id).await?;
    let mut conn = app.db.acquire().await?;
    let page = places::list(&mut conn, id, after, limit).await?;
    let ids: Vec<ImageId> = page.iter().map(|place| place.image_id).collect();
    let found = studio_db::images::list_by_ids(&mut conn, user_id, &ids).await?;
    let mut by_id: HashMap<ImageId, ImageView> = found
        .into_iter()
        .map(|image| (image.id, ImageView::from(image)))
        .collect();
    let placed = page.into_iter().filter_map(|place| {
        Some(Placed {
            image: by_id.remove(&place.image_id)?,
            position: place.position,
        })
    });
    Ok(placed.collect())
}

/// Puts 1 to 500 pictures of the user after those that are there, in the order in which they are named; all or none.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, [`Error::Invalid`] with the places of pictures that are not,
/// [`Error::Conflict`] when there would be more than 10,000.
pub async fn add_images(app: &App, user_id: UserId, id: CollectionId, image_ids: &[ImageId]) -> Result<Added> {
    images::check_number(image_ids)?;
    let mut tx = app.db.begin().await?;
    if !collections::lock_for_user(&mut tx, user_id, id).await? {
        return Err(Error::NotFound);
    }
    images::check_owned(&mut tx, user_id, image_ids).await?;
    let mut known = BTreeSet::new();
    let named: Vec<ImageId> = image_ids.iter().copied().filter(|id| known.insert(*id)).collect();
    let added = places::add(&mut tx, id, &named, app.clock.now()).await?.len() as u64;
    check_size(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Added {
        added,
        already_there: named.len() as u64 - added,
    })
}

/// Refuses what made a collection too large; its lock is held.
///
/// # Errors
/// [`Error::Conflict`] when it has more than 10,000 pictures.
pub(crate) async fn check_size(conn: &mut PgConnection, id: CollectionId) -> Result<()> {
    if places::count(conn, id).await?.unsigned_abs() > MAX_IMAGES as u64 {
        let message = format!("a collection has at most {MAX_IMAGES} images; take some off first");
        return Err(Error::Conflict(message));
    }
    Ok(())
}

/// Takes a picture off a collection; it stays among the user's pictures.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, or a picture that is not on it.
pub async fn remove_image(app: &App, user_id: UserId, id: CollectionId, image_id: ImageId) -> Result<()> {
    match remove_images(app, user_id, id, &[image_id]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Takes 1 to 500 pictures off a collection; gives how many were on it.
///
/// # Errors
/// [`Error::NotFound`] for a collection that is not the user's, [`Error::Invalid`] for another number of pictures.
pub async fn remove_images(app: &App, user_id: UserId, id: CollectionId, image_ids: &[ImageId]) -> Result<u64> {
    images::check_number(image_ids)?;
    let mut tx = app.db.begin().await?;
    if !collections::lock_for_user(&mut tx, user_id, id).await? {
        return Err(Error::NotFound);
    }
    let removed = places::remove(&mut tx, id, image_ids).await?;
    tx.commit().await?;
    Ok(removed)
}
