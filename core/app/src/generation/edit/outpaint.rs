//! Painting beyond the edges: the canvas is extended here, and what was added is the mask.

use studio_db::images::Image;
use studio_media::Limits;
use studio_model::{ImageId, UserId};
use studio_plugin_host::InputRole;

use super::Edit;
use super::canvas::{Canvas, Extended, extended};
use super::picture::{find, read, stand_in, wrap};
use crate::decoding::decode;
use crate::generation::{Estimate, Submitted, estimate, submit};
use crate::{App, Error, Result};

/// A request to extend a picture.
#[derive(Clone, Debug)]
pub struct Outpaint {
    /// What to paint, and how.
    pub edit: Edit,
    /// The new canvas.
    pub canvas: Canvas,
}

/// Extends the canvas and asks for the job that paints what was added.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; [`Error::Invalid`] for a video, and for no extension at all or too much
/// of it; all that [`submit`] says.
pub async fn outpaint(app: &App, user_id: UserId, source: ImageId, request: Outpaint) -> Result<Submitted> {
    let image = find(app, user_id, source, "source_image_id")
        .await?
        .ok_or(Error::NotFound)?;
    let Extended { margins, .. } = extended(request.canvas, size(&image))?;
    let bytes = read(app, &image).await?;
    let (canvas, mask) = decode(move || studio_media::extend(&bytes, &Limits::default(), margins))
        .await?
        .map_err(Error::internal)?;
    let made = vec![
        wrap(user_id, InputRole::Source, canvas),
        wrap(user_id, InputRole::Mask, mask),
    ];
    submit(app, user_id, request.edit.into_submit(source, made)).await
}

/// What extending a picture would cost.
///
/// # Errors
/// As for [`outpaint`], but never [`Error::InsufficientCredits`].
pub async fn estimate_outpaint(app: &App, user_id: UserId, source: ImageId, request: Outpaint) -> Result<Estimate> {
    let image = find(app, user_id, source, "source_image_id")
        .await?
        .ok_or(Error::NotFound)?;
    let Extended { width, height, .. } = extended(request.canvas, size(&image))?;
    let made = [InputRole::Source, InputRole::Mask].map(|role| stand_in(user_id, role, (width, height)));
    estimate(app, user_id, &request.edit.into_submit(source, made.into())).await
}

fn size(image: &Image) -> (u32, u32) {
    (image.width.unsigned_abs(), image.height.unsigned_abs())
}
