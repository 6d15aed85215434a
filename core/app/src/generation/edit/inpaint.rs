//! Repainting where a mask is white.

use bytes::Bytes;
use studio_media::{Limits, Mask};
use studio_model::{ImageId, UserId};
use studio_plugin_host::InputRole;

use super::Edit;
use super::picture::{decode, find, read, wrap};
use crate::generation::{Submitted, submit};
use crate::{App, Error, Result};

/// A request to repaint a part of a picture.
#[derive(Clone, Debug)]
pub struct Inpaint {
    /// What to paint, and how.
    pub edit: Edit,
    /// Where to paint.
    pub mask: MaskFrom,
}

/// Where a mask comes from.
#[derive(Clone, Debug)]
pub enum MaskFrom {
    /// An uploaded file.
    Upload(Bytes),
    /// Another picture of the user.
    Image(ImageId),
}

impl MaskFrom {
    /// The field that complaints are about.
    fn field(&self) -> &'static str {
        match self {
            Self::Upload(_) => "mask",
            Self::Image(_) => "mask_image_id",
        }
    }
}

/// Checks the mask, writes it anew and asks for the job.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; [`Error::Invalid`] for a video, and for a mask that is no picture, has
/// another size than the picture, or is black all over; all that [`submit`] says.
pub async fn inpaint(app: &App, user_id: UserId, source: ImageId, request: Inpaint) -> Result<Submitted> {
    let image = find(app, user_id, source, "source_image_id")
        .await?
        .ok_or(Error::NotFound)?;
    let field = request.mask.field();
    let bytes = match request.mask {
        MaskFrom::Upload(bytes) => bytes,
        MaskFrom::Image(id) => {
            let picture = find(app, user_id, id, field).await?;
            let picture = picture.ok_or_else(|| Error::invalid(field, "you have no such image"))?;
            read(app, &picture).await?
        }
    };
    let size = (image.width.unsigned_abs(), image.height.unsigned_abs());
    let mask = decode(move || clean(&bytes, size))
        .await?
        .map_err(|error| Error::invalid(field, format!("the mask cannot be used: {error}")))?
        .map_err(|message| Error::invalid(field, message))?;
    let made = vec![wrap(user_id, InputRole::Mask, mask.made)];
    submit(app, user_id, request.edit.into_submit(source, made)).await
}

/// A mask of that size, or what is wrong with it. A wrong size is told before anything is decoded.
fn clean(
    bytes: &[u8],
    (width, height): (u32, u32),
) -> std::result::Result<std::result::Result<Mask, String>, studio_media::Error> {
    let limits = Limits::default();
    let probe = studio_media::inspect(bytes, &limits)?;
    if (probe.width, probe.height) != (width, height) {
        return Ok(Err(format!(
            "the mask must have the size of the picture, {width} by {height} pixels; it has {} by {}",
            probe.width, probe.height
        )));
    }
    let mask = studio_media::clean_mask(bytes, &limits)?;
    if mask.is_empty {
        return Ok(Err(
            "the mask is black all over, so nothing would be repainted; white says where".to_owned(),
        ));
    }
    Ok(Ok(mask))
}
