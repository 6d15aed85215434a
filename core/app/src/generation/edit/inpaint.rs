//! Repainting where a mask is white.

use bytes::Bytes;
use studio_db::images::Image;
use studio_media::{Area, Limits, Mask};
use studio_model::{ImageId, UserId};
use studio_plugin_host::InputRole;

use super::Edit;
use super::picture::{find, read, stand_in, wrap};
use crate::decoding::decode;
use crate::generation::{Estimate, Submitted, estimate, submit};
use crate::{App, Error, FieldError, Result};

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
    /// A rectangle within the picture.
    Area(Area),
}

impl MaskFrom {
    /// The field that complaints are about.
    fn field(&self) -> &'static str {
        match self {
            Self::Upload(_) => "mask",
            Self::Image(_) => "mask_image_id",
            Self::Area(_) => "mask_area",
        }
    }
}

/// Checks the mask, writes it anew and asks for the job.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; [`Error::Invalid`] for a video, for a mask that is no picture, has another size than the
/// picture, is black all over, or an area that is not within the picture; all that [`submit`] says.
pub async fn inpaint(app: &App, user_id: UserId, source: ImageId, request: Inpaint) -> Result<Submitted> {
    let image = find(app, user_id, source, "source_image_id")
        .await?
        .ok_or(Error::NotFound)?;
    let mask = mask(app, user_id, &image, request.mask).await?;
    let made = vec![wrap(user_id, InputRole::Mask, mask.made)];
    submit(app, user_id, request.edit.into_submit(source, made)).await
}

/// What repainting a part of a picture would cost, wherever the mask is white.
///
/// # Errors
/// [`Error::NotFound`] for a picture that is not the user's; all that [`estimate`] says.
pub async fn estimate_inpaint(app: &App, user_id: UserId, source: ImageId, edit: Edit) -> Result<Estimate> {
    let image = find(app, user_id, source, "source_image_id")
        .await?
        .ok_or(Error::NotFound)?;
    let made = vec![stand_in(user_id, InputRole::Mask, size(&image))];
    estimate(app, user_id, &edit.into_submit(source, made)).await
}

fn size(image: &Image) -> (u32, u32) {
    (image.width.unsigned_abs(), image.height.unsigned_abs())
}

/// The mask of a picture, with something to paint.
async fn mask(app: &App, user_id: UserId, image: &Image, from: MaskFrom) -> Result<Mask> {
    let field = from.field();
    let size = size(image);
    let bytes = match from {
        MaskFrom::Area(area) => {
            check_area(area, size)?;
            let drawn = decode(move || studio_media::area_mask(size, area)).await?;
            return drawn.map_err(Error::internal);
        }
        MaskFrom::Upload(bytes) => bytes,
        MaskFrom::Image(id) => {
            let picture = find(app, user_id, id, field).await?;
            let picture = picture.ok_or_else(|| Error::invalid(field, "you have no such image"))?;
            read(app, &picture).await?
        }
    };
    decode(move || clean(&bytes, size))
        .await?
        .map_err(|error| Error::invalid(field, format!("the mask cannot be used: {error}")))?
        .map_err(|message| Error::invalid(field, message))
}

/// Complains about each number of an area that leads out of a picture of this size.
fn check_area(area: Area, (width, height): (u32, u32)) -> Result<()> {
    let mut problems = Vec::new();
    for (start, extent, (from, length), side) in [
        ("left", "width", (area.left, area.width), width),
        ("top", "height", (area.top, area.height), height),
    ] {
        if from >= side {
            let message = format!("the picture ends there: {start} must be from 0 to {}", side - 1);
            problems.push(FieldError::new(format!("mask_area.{start}"), message));
        } else if !(1..=side - from).contains(&length) {
            let message = format!("{extent} must be from 1 to {} pixels here", side - from);
            problems.push(FieldError::new(format!("mask_area.{extent}"), message));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(problems))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(left: u32, top: u32, width: u32, height: u32) -> Vec<String> {
        let area = Area {
            left,
            top,
            width,
            height,
        };
        match check_area(area, (100, 50)) {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_area_lies_within_the_picture() {
        assert_eq!(complaints(0, 0, 100, 50), [""; 0]);
        assert_eq!(complaints(99, 49, 1, 1), [""; 0]);
        assert_eq!(complaints(0, 0, 0, 51), ["mask_area.width", "mask_area.height"]);
        assert_eq!(complaints(100, 40, 1, 11), ["mask_area.left", "mask_area.height"]);
        assert_eq!(complaints(50, 0, u32::MAX, 1), ["mask_area.width"]);
    }
}
