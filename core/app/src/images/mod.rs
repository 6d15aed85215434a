//! A user's pictures: listing, looking at one, reading the files, saying things about them, and throwing them away.

mod browse;
mod bulk;
mod compare;
mod details;
mod files;
mod open;
mod overview;
mod owned;
mod trash;
mod upload;
mod view;

use studio_model::{ImageId, UserId};

use crate::{App, Error, Result};

pub use browse::{Facets, count_filtered, list, list_facets, list_sorted, search};
pub use bulk::{BulkChange, BulkDone, Chosen, MAX_FILTERED, UNDO_LIFETIME, UndoOffer, can_undo, change_many, undo};
pub use compare::{COMPARED, NotComparable, compare};
pub(crate) use details::tell_many;
pub use details::{DetailsRequest, set_favorite, set_rating, update};
pub(crate) use files::put_files;
pub use open::{OpenedFile, OpenedOriginal, open_original, open_thumbnail};
pub(crate) use open::{extension, original_key, stem};
pub use overview::{Neighbours, count, find_neighbours};
pub use owned::{Added, MAX_NAMED};
pub(crate) use owned::{IS_VIDEO, check_number, check_owned, is_video};
pub use studio_db::images::ImageFilter;
pub use studio_storage::{ByteRange, ThumbnailFormat};
pub use trash::{Emptied, count_trash, empty_trash, is_trashed, list_trash, move_to_trash, purge, restore};
pub(crate) use trash::{purge_before, remove_files};
pub use upload::{MAX_UPLOAD_BYTES, UPLOAD_MODEL, Upload, upload};
pub use view::ImageView;

/// One picture of a user.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn find(app: &App, user_id: UserId, id: ImageId) -> Result<ImageView> {
    let image = studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await?;
    image.map(ImageView::from).ok_or(Error::NotFound)
}
