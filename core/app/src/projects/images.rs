//! Which pictures are in a project.

use std::collections::BTreeSet;

use studio_db::projects;
use studio_model::{Cursor, ImageId, PageLimit, ProjectId, UserId};
use uuid::Uuid;

use super::find;
use crate::images::{self, Added, ImageFilter, ImageView};
use crate::{App, Error, Page, Result};

/// A page of the pictures of a project, newest first.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's.
pub async fn list_images(
    app: &App,
    user_id: UserId,
    id: ProjectId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ImageView>> {
    find(app, user_id, id).await?;
    let filter = ImageFilter {
        project_id: Some(id),
        ..ImageFilter::default()
    };
    images::list(app, user_id, &filter, after, limit).await
}

/// Puts 1 to 500 pictures of the user into a project, all or none; each leaves the project where it was.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, [`Error::Invalid`] with the places of pictures that are not.
pub async fn add_images(app: &App, user_id: UserId, id: ProjectId, image_ids: &[ImageId]) -> Result<Added> {
    images::check_number(image_ids)?;
    let mut tx = app.db.begin().await?;
    if !projects::exists_for_user(&mut tx, user_id, id.0).await? {
        return Err(Error::NotFound);
    }
    images::check_owned(&mut tx, user_id, image_ids).await?;
    let moved = projects::images::add(&mut tx, user_id, id, image_ids, app.clock.now()).await?;
    let ids: Vec<Uuid> = moved.iter().map(|image| image.0).collect();
    images::tell_many(&mut tx, user_id, &ids).await?;
    tx.commit().await?;
    app.live.changed();
    let named = image_ids.iter().collect::<BTreeSet<_>>().len() as u64;
    let added = moved.len() as u64;
    Ok(Added {
        added,
        already_there: named.saturating_sub(added),
    })
}

/// Takes a picture out of a project; it stays among the user's pictures.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, or a picture that is not in it.
pub async fn remove_image(app: &App, user_id: UserId, id: ProjectId, image_id: ImageId) -> Result<()> {
    match remove_images(app, user_id, id, &[image_id]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Takes 1 to 500 pictures out of a project; gives how many were in it.
///
/// # Errors
/// [`Error::NotFound`] for a project that is not the user's, [`Error::Invalid`] for another number of pictures.
pub async fn remove_images(app: &App, user_id: UserId, id: ProjectId, image_ids: &[ImageId]) -> Result<u64> {
    images::check_number(image_ids)?;
    let mut tx = app.db.begin().await?;
    if !projects::exists_for_user(&mut tx, user_id, id.0).await? {
        return Err(Error::NotFound);
    }
    let removed = projects::images::remove(&mut tx, user_id, id, image_ids, app.clock.now()).await?;
    let ids: Vec<Uuid> = removed.iter().map(|image| image.0).collect();
    images::tell_many(&mut tx, user_id, &ids).await?;
    tx.commit().await?;
    app.live.changed();
    Ok(removed.len() as u64)
}
