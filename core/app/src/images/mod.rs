//! A user's pictures: listing, looking at one, reading the files, saying things about them, and throwing them away.

mod details;
mod open;
mod overview;
mod owned;
mod trash;
mod view;

use studio_model::{Cursor, ImageId, PageLimit, UserId};

use crate::{App, Error, Page, Result};

pub use details::{DetailsRequest, set_favorite, set_rating, update};
pub use open::{OpenedFile, OpenedOriginal, open_original, open_thumbnail};
pub(crate) use open::{extension, original_key, stem};
pub use overview::{Neighbours, count, find_neighbours};
pub(crate) use owned::check_owned;
pub use studio_db::images::ImageFilter;
pub use studio_storage::{ByteRange, ThumbnailFormat};
pub(crate) use trash::purge_before;
pub use trash::{Emptied, count_trash, empty_trash, is_trashed, list_trash, move_to_trash, purge, restore};
pub use view::ImageView;

/// A page of a user's pictures, newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(
    app: &App,
    user_id: UserId,
    filter: &ImageFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Page<ImageView>> {
    let rows = studio_db::images::list(&mut *app.db.acquire().await?, user_id, filter, after, limit).await?;
    let items = rows.into_iter().map(ImageView::from).collect();
    Ok(Page::new(items, limit, |image: &ImageView| Cursor {
        at: image.created_at,
        id: image.id.0,
    }))
}

/// One picture of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: ImageId) -> Result<ImageView> {
    let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    image.map(ImageView::from).ok_or(Error::NotFound)
}
