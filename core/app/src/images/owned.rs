//! Pictures that a request names: how many, and whether they are the user's.

use std::collections::HashSet;

use studio_db::PgConnection;
use studio_db::images::Image;
use studio_model::{ImageId, UserId};
use studio_storage::OriginalFormat;

use crate::{Error, FieldError, Result};

/// Said where a picture is needed and a video was named.
pub(crate) const IS_VIDEO: &str = "this is a video; choose a picture";

/// Whether the row is a video.
pub(crate) fn is_video(image: &Image) -> bool {
    image.format == OriginalFormat::Mp4.as_str()
}

/// Pictures that can be named at a time, to be put somewhere or taken away.
pub const MAX_NAMED: usize = 500;

/// What came of putting pictures somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Pictures that are there only now.
    pub added: u64,
    /// Pictures that were there before.
    pub already_there: u64,
}

/// Checks that 1 to 500 are named.
///
/// # Errors
/// [`Error::Invalid`] for the field `image_ids`.
pub(crate) fn check_number(image_ids: &[ImageId]) -> Result<()> {
    if (1..=MAX_NAMED).contains(&image_ids.len()) {
        Ok(())
    } else {
        Err(Error::invalid("image_ids", format!("name 1 to {MAX_NAMED} images")))
    }
}

/// Checks that all of these are pictures of the user, and none in the trash.
///
/// # Errors
/// [`Error::Invalid`] with a complaint for each place: `image_ids[3]`.
pub(crate) async fn check_owned(conn: &mut PgConnection, user_id: UserId, image_ids: &[ImageId]) -> Result<()> {
    let found = studio_db::images::list_by_ids(conn, user_id, image_ids).await?;
    let found: HashSet<ImageId> = found.into_iter().map(|image| image.id).collect();
    let missing = image_ids.iter().enumerate().filter(|(_, id)| !found.contains(id));
    let errors: Vec<FieldError> = missing
        .map(|(place, _)| FieldError::new(format!("image_ids[{place}]"), "you have no such image"))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}
