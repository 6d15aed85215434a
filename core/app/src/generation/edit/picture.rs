//! Reading the user's pictures and wrapping those that were made for a request.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use studio_db::images::Image;
use studio_media::Made;
use studio_model::{ImageId, UserId};
use studio_plugin_host::InputRole;
use studio_storage::{ObjectKey, OriginalFormat};

use super::MadePicture;
use crate::images::{IS_VIDEO, is_video, original_key};
use crate::{App, Error, Result};

/// A picture of the user, none that is somebody else's.
///
/// # Errors
/// [`Error::Invalid`] under `field` for a video.
pub(super) async fn find(app: &App, user_id: UserId, id: ImageId, field: &str) -> Result<Option<Image>> {
    match studio_db::images::find_for_user(&mut *app.db.acquire().await?, user_id, id).await? {
        Some(image) if is_video(&image) => Err(Error::invalid(field, IS_VIDEO)),
        found => Ok(found),
    }
}

/// The file of a picture.
///
/// # Errors
/// [`Error::Conflict`] when it is gone from the store.
pub(super) async fn read(app: &App, image: &Image) -> Result<Bytes> {
    let key = original_key(image)?;
    let object = app.store.get(&key, None).await?;
    let object = object.ok_or_else(|| {
        tracing::error!(image.id = %image.id, %key, "the original of a picture is gone");
        Error::Conflict("the picture's file is missing".to_owned())
    })?;
    Ok(object.bytes().await?)
}

/// A picture of this size that is not made yet, for a price.
pub(super) fn stand_in(user_id: UserId, role: InputRole, (width, height): (u32, u32)) -> MadePicture {
    let png = Vec::new();
    wrap(user_id, role, Made { png, width, height })
}

/// A made picture under the key that its content gives it.
pub(super) fn wrap(user_id: UserId, role: InputRole, made: Made) -> MadePicture {
    MadePicture {
        role,
        width: made.width,
        height: made.height,
        key: ObjectKey::Upload {
            user_id,
            sha256: Sha256::digest(&made.png).into(),
            format: OriginalFormat::Png,
        },
        bytes: made.png.into(),
    }
}
