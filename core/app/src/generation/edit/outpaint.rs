//! Painting beyond the edges: the canvas is extended here, and what was added is the mask.

use studio_media::{Limits, Margins};
use studio_model::{ImageId, UserId};
use studio_plugin_host::InputRole;

use super::Edit;
use super::picture::{decode, find, read, wrap};
use crate::generation::{Submitted, submit};
use crate::{App, Error, FieldError, Result};

/// Most pixels of an extended canvas. Ours: 4096 × 4096, what models paint in one piece at most and a worker holds with ease.
const MAX_CANVAS_PIXELS: u64 = 4096 * 4096;

/// Longest side of an extended canvas in pixels. Ours, as above.
const MAX_CANVAS_SIDE: u32 = 8192;

/// A request to extend a picture.
#[derive(Clone, Debug)]
pub struct Outpaint {
    /// What to paint, and how.
    pub edit: Edit,
    /// How far to each side.
    pub extents: Extents,
}

/// How far to extend to one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// So many pixels.
    Pixels(u32),
    /// This part of the picture's width (left and right) or height (top and bottom): 0.5 adds half of it.
    Ratio(f64),
}

/// How far to extend to each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extents {
    /// To the left.
    pub left: Extent,
    /// To the right.
    pub right: Extent,
    /// To the top.
    pub top: Extent,
    /// To the bottom.
    pub bottom: Extent,
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
    let size = (image.width.unsigned_abs(), image.height.unsigned_abs());
    let margins = margins(&request.extents, size)?;
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

/// Pixels at each side of a picture of this width and height.
fn margins(extents: &Extents, (width, height): (u32, u32)) -> Result<Margins> {
    let mut problems = Vec::new();
    let mut side = |field: &str, extent: Extent, length: u32| match pixels(extent, length) {
        Some(pixels) => pixels,
        None => {
            let message = format!("the picture cannot grow by more than {MAX_CANVAS_SIDE} pixels, nor shrink");
            problems.push(FieldError::new(field, message));
            0
        }
    };
    let margins = Margins {
        left: side("left", extents.left, width),
        right: side("right", extents.right, width),
        top: side("top", extents.top, height),
        bottom: side("bottom", extents.bottom, height),
    };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if margins == Margins::default() {
        return Err(Error::invalid(
            "left",
            "say how far to extend the picture: `left`, `right`, `top` or `bottom` must be above 0",
        ));
    }
    let wide = width + margins.left + margins.right;
    let high = height + margins.top + margins.bottom;
    if wide.max(high) > MAX_CANVAS_SIDE || u64::from(wide) * u64::from(high) > MAX_CANVAS_PIXELS {
        let widest = if margins.left + margins.right > 0 {
            "left"
        } else {
            "top"
        };
        return Err(Error::invalid(
            widest,
            format!(
                "the extended picture would have {wide} by {high} pixels; at most {MAX_CANVAS_PIXELS} pixels and {MAX_CANVAS_SIDE} on a side can be painted"
            ),
        ));
    }
    Ok(margins)
}

/// The extent in pixels, for a side of this length; `None` when it is negative, no number or beyond every canvas.
fn pixels(extent: Extent, length: u32) -> Option<u32> {
    let pixels = match extent {
        Extent::Pixels(pixels) => f64::from(pixels),
        Extent::Ratio(ratio) => (f64::from(length) * ratio).round(),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was checked to be a whole number of that range"
    )]
    (0.0..=f64::from(MAX_CANVAS_SIDE))
        .contains(&pixels)
        .then_some(pixels as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Extents = Extents {
        left: Extent::Pixels(0),
        right: Extent::Pixels(0),
        top: Extent::Pixels(0),
        bottom: Extent::Pixels(0),
    };

    fn fields(extents: &Extents) -> Vec<String> {
        match margins(extents, (1000, 500)) {
            Err(Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn ratios_are_of_the_side_they_extend() {
        let extents = Extents {
            left: Extent::Ratio(0.5),
            top: Extent::Ratio(0.5),
            right: Extent::Pixels(7),
            ..NONE
        };
        let expected = Margins {
            left: 500,
            right: 7,
            top: 250,
            bottom: 0,
        };
        assert_eq!(margins(&extents, (1000, 500)).unwrap(), expected);
    }

    #[test]
    fn nothing_negative_and_too_much_are_refused_at_their_side() {
        assert_eq!(fields(&NONE), ["left"]);
        for ratio in [-0.1, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(
                fields(&Extents {
                    bottom: Extent::Ratio(ratio),
                    ..NONE
                }),
                ["bottom"]
            );
        }
        assert_eq!(
            fields(&Extents {
                top: Extent::Pixels(8000),
                ..NONE
            }),
            ["top"]
        );
    }
}
