//! How large a picture becomes that is extended beyond its edges. Pure.

use studio_media::Margins;

use crate::{Error, FieldError, Result};

/// Most pixels of an extended canvas. Ours: 4096 × 4096, what models paint in one piece at most and a worker holds with ease.
const MAX_CANVAS_PIXELS: u64 = 4096 * 4096;

/// Longest side of an extended canvas in pixels. Ours, as above.
const MAX_CANVAS_SIDE: u32 = 8192;

/// Largest number of a shape such as 16:9. Ours.
const LONGEST_SHAPE: u32 = 100;

/// How large the extended picture becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Canvas {
    /// So far to each side.
    Sides(Extents),
    /// The smallest one of this shape, width to height, with the picture in its middle.
    Shape(u32, u32),
}

/// An extended picture: its margins, and its size with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended {
    /// Pixels that are added to each side.
    pub margins: Margins,
    /// Pixels of the whole.
    pub width: u32,
    /// Pixels of the whole.
    pub height: u32,
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

/// What a picture of this width and height becomes.
///
/// # Errors
/// [`Error::Invalid`] for no extension at all, too much of it, or a shape that is none.
pub fn extended(canvas: Canvas, size: (u32, u32)) -> Result<Extended> {
    let (margins, field) = match canvas {
        Canvas::Sides(extents) => {
            let margins = margins(&extents, size)?;
            let is_wider = margins.left + margins.right > 0;
            (margins, if is_wider { "left" } else { "top" })
        }
        Canvas::Shape(wide, high) => (around(size, (wide, high))?, "aspect_ratio"),
    };
    let width = size.0 + margins.left + margins.right;
    let height = size.1 + margins.top + margins.bottom;
    if width.max(height) > MAX_CANVAS_SIDE || u64::from(width) * u64::from(height) > MAX_CANVAS_PIXELS {
        return Err(Error::invalid(
            field,
            format!(
                "the extended picture would have {width} by {height} pixels; at most {MAX_CANVAS_PIXELS} pixels and {MAX_CANVAS_SIDE} on a side can be painted"
            ),
        ));
    }
    Ok(Extended { margins, width, height })
}

/// Pixels at each side, as they were asked for.
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
    Ok(margins)
}

/// Pixels around a picture that make it `wide` to `high`; the odd one goes to the right or to the bottom.
fn around((width, height): (u32, u32), (wide, high): (u32, u32)) -> Result<Margins> {
    let is_shape = |side| (1..=LONGEST_SHAPE).contains(&side);
    if !is_shape(wide) || !is_shape(high) {
        let message = format!("a shape is two whole numbers from 1 to {LONGEST_SHAPE}, such as 16:9");
        return Err(Error::invalid("aspect_ratio", message));
    }
    let missing = |length: u32, other: u32, (long, short): (u32, u32)| {
        let wanted = (u64::from(other) * u64::from(long)).div_ceil(u64::from(short));
        u32::try_from(wanted)
            .unwrap_or(u32::MAX)
            .saturating_sub(length)
            .min(MAX_CANVAS_SIDE)
    };
    let across = missing(width, height, (wide, high));
    let down = missing(height, width, (high, wide));
    if across + down == 0 {
        return Err(Error::invalid("aspect_ratio", "the picture has this shape already"));
    }
    Ok(Margins {
        left: across / 2,
        right: across.div_ceil(2),
        top: down / 2,
        bottom: down.div_ceil(2),
    })
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
        match extended(Canvas::Sides(*extents), (1000, 500)) {
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
    fn a_shape_is_reached_with_the_picture_in_its_middle() {
        let check = |size, shape: (u32, u32)| {
            let canvas = extended(Canvas::Shape(shape.0, shape.1), size).unwrap();
            let Margins {
                left,
                right,
                top,
                bottom,
            } = canvas.margins;
            ((canvas.width, canvas.height), (left, right, top, bottom))
        };
        assert_eq!(check((1000, 1000), (16, 9)), ((1778, 1000), (389, 389, 0, 0)));
        assert_eq!(check((1000, 501), (1, 1)), ((1000, 1000), (0, 0, 249, 250)));
        for (size, shape) in [
            ((512, 512), (3, 3)),
            ((512, 512), (0, 1)),
            ((512, 512), (1, 101)),
            ((4000, 4000), (2, 1)),
        ] {
            match extended(Canvas::Shape(shape.0, shape.1), size) {
                Err(Error::Invalid(problems)) => assert_eq!(problems[0].field, "aspect_ratio"),
                other => panic!("{shape:?}: {other:?}"),
            }
        }
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
