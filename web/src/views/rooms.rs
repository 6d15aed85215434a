//! The rooms in which a picture is repainted: in parts, or beyond its edges.

use serde::Serialize;

use super::{FormErrors, GenerateForm, ImageTile, PartView, View};

/// A picture, what is to be repainted of it, and the form that says how.
#[derive(Debug, Clone, Serialize)]
pub struct RoomPage {
    pub image: ImageTile,
    pub form: GenerateForm,
    /// The rectangle that stands for a painted mask; `None` in the room for what lies beyond the edges.
    pub area: Option<AreaTyped>,
    /// How far to extend the picture; `None` in the room for parts.
    pub reach: Option<Reach>,
}

/// A rectangle as it was typed, in pixels; empty texts for none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AreaTyped {
    pub left: String,
    pub top: String,
    pub width: String,
    pub height: String,
    /// By control: `mask_area.left`, …
    pub errors: FormErrors,
}

/// How far to extend a picture, as it was typed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// `16:9`; empty for the four sides.
    pub aspect_ratio: String,
    /// Pixels.
    pub left: String,
    pub right: String,
    pub top: String,
    pub bottom: String,
    /// By control: `aspect_ratio`, `left`, …
    pub errors: FormErrors,
    pub preview: CanvasPreview,
}

/// The picture on its new canvas.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CanvasPreview {
    /// Pixels of the whole, at least 1.
    pub width: u32,
    /// Pixels of the whole, at least 1.
    pub height: u32,
    /// Pixels that are added to the left of the picture.
    pub left: u32,
    /// Pixels that are added above the picture.
    pub top: u32,
    /// What was typed leads to no canvas; the whole is the picture as it is.
    pub is_same: bool,
}

impl View for RoomPage {
    const PAGE: &'static str = "pages/room/page.html";
}

/// The part is the form, sent when another model is selected or the form comes back with errors (status 422). What was painted
/// stands outside of it and stays.
impl PartView for RoomPage {
    const PART: &'static str = "pages/room/_form.html";
}
