//! Whether pictures that a request names are the user's.

use std::collections::HashSet;

use studio_db::PgConnection;
use studio_model::{ImageId, UserId};

use crate::{Error, FieldError, Result};

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
